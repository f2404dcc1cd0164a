"""On PostgreSQL the database itself refuses whatever is not adding at the end, or the purge that says it is one."""

from sqlalchemy import Connection, text

_PURGING = "vardmote.purging"
_GUARD = f"""
CREATE OR REPLACE FUNCTION access_log_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('{_PURGING}', true) = 'on' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the access log is only added to' USING ERRCODE = 'insufficient_privilege';
END $$
"""
_GUARDED = ("access_log", "access_log_subject")
_EACH = (
    "CREATE OR REPLACE TRIGGER {0}_kept BEFORE UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION access_log_guard()"
)
_ALL = "CREATE OR REPLACE TRIGGER {0}_whole BEFORE TRUNCATE ON {0} EXECUTE FUNCTION access_log_guard()"


def guard(connection: Connection) -> None:
    """Let the database refuse changes of the log's entries. SQLite's file has no such watch; its owner alone has it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(_GUARD))
        for table in _GUARDED:
            for trigger in (_EACH, _ALL):
                connection.execute(text(trigger.format(table)))


def may_purge(connection: Connection) -> None:
    """Let the connection's transaction take entries away."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL {_PURGING} = 'on'"))
