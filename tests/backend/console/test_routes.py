"""The console's pages carry the product's words and nobody's data; only a demo names people to be."""

import json
import re
from typing import Any

import pytest
from flask import Flask

from backend.audit.actions import ACTIONS
from backend.console import routes
from backend.profiles import Profile
from backend.web.assets import Assets
from tests.product import Caller

PAGES = ("/console/unit", "/console/log", "/console/status", "/console/statistics")


def page_data(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="page-data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_a_frame_that_anybody_may_have_and_no_cache_keeps(caller: Caller, path: str) -> None:
    answer = caller.as_(None).call("GET", path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<style|style=|\son\w+=|<script(?! type=\"(module|application/json)\")", answer.text)
    assert page_data(answer.text)["page"] == path.rpartition("/")[2]


def test_the_conferences_have_a_frame_of_the_same_kind(caller: Caller) -> None:
    answer = caller.as_(None).call("GET", "/conferences")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert page_data(answer.text)["people"] == []


def test_production_offers_nobody_to_be(caller: Caller) -> None:
    assert page_data(caller.as_(None).call("GET", "/console/unit").text)["people"] == []


def test_a_demo_offers_those_whose_work_is_here(profile: Profile) -> None:
    app = Flask("backend.web")
    app.jinja_env.globals["asset"] = Assets().entry
    app.register_blueprint(routes.blueprint(profile, demo=True))
    people = page_data(app.test_client().get("/console/log").text)["people"]
    assert [person["user"] for person in people] == ["chef", "admin", "region", "rum", "granskare", "personal"]
    assert all(person["name"] and person["does"]["sv"] and person["does"]["en"] for person in people)
    planners = page_data(app.test_client().get("/conferences").text)["people"]
    assert [person["user"] for person in planners] == ["personal", "sekreterare", "rum"]


def test_every_event_of_the_log_and_every_code_of_the_profile_has_its_words(caller: Caller, profile: Profile) -> None:
    data = page_data(caller.as_(None).call("GET", "/console/log").text)
    assert {action["code"] for action in data["actions"]} == set(ACTIONS)
    codes = {row.code for row in (*profile.types, *profile.services)}
    assert codes <= set(data["labels"])
    assert len(data["problems"]) == len(profile.support)


@pytest.mark.parametrize(("asked", "language"), [("en-GB,en;q=0.9", "en"), ("sv-SE", "sv"), ("fi", "sv")])
def test_the_frame_is_in_the_readers_language(caller: Caller, asked: str, language: str) -> None:
    answer = caller.as_(None).call("GET", "/console/unit", Accept_Language=asked)
    assert f'<html lang="{language}">' in answer.text
