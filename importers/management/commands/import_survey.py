"""Import a spreadsheet of answers: plan it, show the plan, write it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from importers.applying.apply import ImportRefused
from importers.applying.sessions import ImportSession
from importers.models import BatchMode
from importers.readers import FileProblem
from importers.rejected_rows import write_rejected_rows


class Command(BaseCommand):
    help = (
        "Import a spreadsheet (XLSX, XLSM, XLS, ODS, CSV, TSV). Without --apply nothing is written. "
        "Exit code 0 when the file was planned or imported, also when single rows are invalid: the report says which; "
        "1 when the file, the mapping or the import as a whole is refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--sheet", default="", help="the sheet's name; otherwise the likeliest one")
        parser.add_argument("--header-row", type=int, help="the row that names the columns, as Excel counts")
        parser.add_argument("--encoding", default="", help="of a text file, when the one recognised is wrong")
        parser.add_argument("--mapping", type=Path, help="a JSON file with columns, values, constants, policies, rows")
        parser.add_argument("--source", default="", help="where the answers come from; mappings are remembered by it")
        parser.add_argument(
            "--dry-run", action="store_true", help="plan only, which is also what happens without --apply"
        )
        parser.add_argument("--apply", action="store_true", help="write the new and changed rows")
        parser.add_argument("--mode", choices=list(BatchMode.values), default=BatchMode.LIVE)
        parser.add_argument("--report", type=Path, help="an XLSX with the rows that were not imported and why")
        parser.add_argument("--user", default="", help="user name of who imports, for the records' history")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"] and options["apply"]:
            raise CommandError("Choose --dry-run or --apply, not both.")
        user = self._user(options["user"])
        try:
            session = ImportSession.from_path(
                options["file"],
                sheet=options["sheet"],
                header_row=options["header_row"],
                encoding=options["encoding"],
                mapping=self._mapping(options["mapping"]),
                source=options["source"],
                user=user,
            )
            session.plan()
            applied = session.apply(mode=options["mode"]) if options["apply"] else None
        except FileProblem as problem:
            raise self._refused(problem.code, problem.message, options) from problem
        except ImportRefused as refusal:
            raise self._refused("refused", str(refusal), options) from refusal
        plan = session.current_plan
        if options["report"]:
            write_rejected_rows(plan, options["report"], session.table)
        if options["json"]:
            report = plan.as_json()
            report["applied"] = vars(applied) if applied else None
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self._tell(session, applied)

    def _refused(self, code: str, message: str, options: dict[str, Any]) -> Exception:
        """In JSON mode the refusal is JSON as well; the exit code says that it failed."""
        if options["json"]:
            self.stdout.write(json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False))
            return SystemExit(1)  # type: ignore[return-value]
        return CommandError(message)

    def _user(self, name: str) -> Any:
        if not name:
            return None
        model = get_user_model()
        try:
            return model.objects.get(**{model.USERNAME_FIELD: name})
        except model.DoesNotExist as error:
            raise CommandError(f"There is no user called {name}.") from error

    def _mapping(self, path: Path | None) -> dict[str, Any]:
        if path is None:
            return {}
        try:
            mapping = json.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise CommandError(f"The mapping {path} can't be read: {error}") from error
        if not isinstance(mapping, dict):
            raise CommandError("The mapping must be a JSON object.")
        return mapping

    def _tell(self, session: ImportSession, applied: Any) -> None:
        plan = session.current_plan
        self.stdout.write(f"{plan.file}, sheet {plan.sheet}, header in row {plan.header_row}")
        for note in plan.notes:
            self.stdout.write(f"  {note}")
        for column in plan.columns:
            what = column.field or f"({column.nature or 'left out'})"
            self.stdout.write(f"  {column.letter:>3} {column.header[:50]:<50} {what} {column.confidence:.0%}")
        for row in plan.rows:
            for problem in row.problems:
                where = f"{problem.column}{row.number}" if problem.column else f"row {row.number}"
                hint = f" {problem.suggestion}" if problem.suggestion else ""
                self.stdout.write(f"{where}: {problem.message}{hint}")
            if row.state == "duplicate" and row.likenesses:
                like = row.likenesses[0]
                self.stdout.write(
                    f"row {row.number}: perhaps {like.slug} ({like.score:.2f}: {', '.join(like.reasons)})"
                )
        self.stdout.write(", ".join(f"{count} {state}" for state, count in plan.counts.items()))
        if applied is None:
            self.stdout.write("Nothing was written (no --apply).")
        elif applied.is_nothing_to_do:
            self.stdout.write("Nothing to do: all of it is in the registry already.")
        else:
            self.stdout.write(f"Import {plan.batch}: {applied.created} created, {applied.changed} changed.")
