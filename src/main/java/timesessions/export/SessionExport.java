package timesessions.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import timesessions.account.Visibility;
import timesessions.export.SessionColumns.EntryRow;
import timesessions.session.SessionFilter;
import timesessions.session.SessionList;
import timesessions.session.SessionQueries;
import timesessions.session.Sums;
import timesessions.time.RailsTimeZone;
import timesessions.web.Params;

/** All the sessions of a filter as a file, written while they are read. */
final class SessionExport {
    /** What has a row. */
    enum Rows {
        SESSIONS("Sessions"),
        ENTRIES("Entries");

        private final String title;

        Rows(String title) {
            this.title = title;
        }

        /** Reads the parameter {@code rows}. */
        static Rows parse(Params params) {
            String text = params.text("rows").orElse("");
            return switch (text) {
                case "", "sessions" -> SESSIONS;
                case "entries" -> ENTRIES;
                default -> {
                    params.problem("rows", "must be sessions or entries, not " + Params.quoted(text));
                    yield SESSIONS;
                }
            };
        }

        String title() {
            return title;
        }
    }

    private final SessionQueries sessions;

    SessionExport(SessionQueries sessions) {
        this.sessions = sessions;
    }

    /**
     * Writes the file.
     *
     * @param zone the company's, in which stamps are told
     * @param about what a spreadsheet says of itself
     */
    void write(
            OutputStream out,
            ExportFormat format,
            CsvSink.Separator separator,
            Rows rows,
            Visibility reader,
            SessionFilter filter,
            RailsTimeZone zone,
            Map<String, String> about,
            Instant now) {
        switch (rows) {
            case SESSIONS ->
                write(
                        out,
                        format,
                        separator,
                        rows,
                        SessionColumns.ofSessions(zone),
                        (sink, row) -> sink.write(row),
                        reader,
                        filter,
                        about,
                        now);
            case ENTRIES ->
                write(
                        out,
                        format,
                        separator,
                        rows,
                        SessionColumns.ofEntries(),
                        (sink, row) -> {
                            for (EntryRow entry : SessionColumns.entries(row)) {
                                sink.write(entry);
                            }
                        },
                        reader,
                        filter,
                        about,
                        now);
        }
    }

    private interface Writing<T> {
        void write(RowSink<T> sink, SessionList.Row row) throws IOException;
    }

    private <T> void write(
            OutputStream out,
            ExportFormat format,
            CsvSink.Separator separator,
            Rows rows,
            List<Column<T>> columns,
            Writing<T> writing,
            Visibility reader,
            SessionFilter filter,
            Map<String, String> about,
            Instant now) {
        var told = new LinkedHashMap<>(about);
        var walk = new Walk<T>(out, told, writing) {
            @Override
            RowSink<T> open() throws IOException {
                return format.begin(out, separator, rows.title(), columns, told);
            }
        };
        sessions.walk(reader, filter, now, walk);
        walk.complete();
    }

    private abstract static class Walk<T> implements SessionQueries.Walker {
        private final OutputStream out;
        private final Map<String, String> about;
        private final Writing<T> writing;
        private RowSink<T> sink = new Unopened<>();

        Walk(OutputStream out, Map<String, String> about, Writing<T> writing) {
            this.out = out;
            this.about = about;
            this.writing = writing;
        }

        abstract RowSink<T> open() throws IOException;

        @Override
        public void begin() {
            try {
                sink = open();
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void sums(Sums sums) {
            About.putSums(about, sums);
        }

        @Override
        public void next(List<SessionList.Row> rows) {
            try {
                for (SessionList.Row row : rows) {
                    writing.write(sink, row);
                }
                sink.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void complete() {
            try {
                sink.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Before there is a file. */
    private static final class Unopened<T> implements RowSink<T> {
        @Override
        public void write(T row) {
            throw new IllegalStateException("Nothing has been opened");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
