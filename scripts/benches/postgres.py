"""A throw-away PostgreSQL server with the articles in it: a peer of search. Not a benchmark of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# `simple` after `unaccent`: lower case, no marks, no stemming; the title weighs most, as in our index.
SCHEMA = """
CREATE EXTENSION unaccent;
CREATE TEXT SEARCH CONFIGURATION vn (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION vn ALTER MAPPING
  FOR asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart
  WITH unaccent, simple;
CREATE TABLE a (id int PRIMARY KEY, title text, summary text, body text, found tsvector);
COPY a (id, title, summary, body) FROM '{file}';
UPDATE a SET found = setweight(to_tsvector('vn', title), 'A') || setweight(to_tsvector('vn', summary), 'B')
  || setweight(to_tsvector('vn', left(body, 900000)), 'C');
CREATE INDEX ON a USING gin (found);
VACUUM ANALYZE a;
CREATE FUNCTION ask(asked text, depth int, OUT ids int[], OUT micros float) LANGUAGE plpgsql AS $$
DECLARE begun timestamptz := clock_timestamp();
BEGIN
  ids := ARRAY(SELECT a.id FROM a, plainto_tsquery('vn', asked) AS q WHERE a.found @@ q
    ORDER BY ts_rank('{{0.1, 0.33, 0.5, 1.0}}', a.found, q) DESC, a.id LIMIT depth);
  micros := extract(epoch FROM clock_timestamp() - begun) * 1e6;
END $$;
"""


class Postgres:
    """The server; `stop` takes it and its folder away."""

    @classmethod
    def start(cls):
        """A running server, or None where none is installed."""
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        return cls(programs[-1].parent) if programs else None

    def __init__(self, programs):
        self.programs = programs
        # initdb refuses to be root.
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        self.folder = Path(tempfile.mkdtemp(prefix="langnghe-pg-"))
        if self.as_user:
            shutil.chown(self.folder, "postgres")
        data = self.folder / "data"
        self.run(programs / "initdb", "-D", data, "-A", "trust", "-U", "test", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off"
        self.run(programs / "pg_ctl", "-D", data, "-w", "-l", self.folder / "log", "-o", options, "start")

    def run(self, *command, **options):
        command = [*self.as_user, *map(str, command)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, **options)
        if done.returncode:
            sys.exit(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def psql(self, sql):
        program = self.programs / "psql"
        return self.run(program, "-h", self.folder, "-U", "test", "-qAtX", "-v", "ON_ERROR_STOP=1", "postgres", input=sql)

    def fill(self, articles):
        """Takes the articles in, numbered from 0."""
        file = self.folder / "articles.tsv"
        escape = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": " "})
        with file.open("w") as out:
            for number, article in enumerate(articles):
                texts = (article[key].translate(escape) for key in ("title", "summary", "text"))
                print(number, *texts, sep="\t", file=out)
        file.chmod(0o644)
        self.psql(SCHEMA.replace("{file}", str(file)).replace("{{", "{").replace("}}", "}"))

    def ask(self, queries, depth):
        """For each query the numbers found, best first, and the microseconds that the server took."""
        quoted = ("'" + query.replace("'", "''") + "'" for query in queries)
        said = self.psql("\n".join(f"SELECT array_to_string(ids, ' '), micros FROM ask({q}, {depth});" for q in quoted))
        rows = (line.split("|") for line in said.splitlines())
        return [(found.split(), float(micros)) for found, micros in rows]

    def stop(self):
        self.run(self.programs / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
