package timesessions.generate;

import java.util.HashSet;
import java.util.Set;
import timesessions.directory.NameWriter;
import timesessions.directory.Named;
import timesessions.session.TimeEntry;
import timesessions.session.TimeSession;

/** The names that sessions carry: those met for the first time, and how new each is by the last session that has it. */
final class NamesMet {
    private final NameWriter newest = new NameWriter();
    private NameWriter fresh = new NameWriter();
    private final Set<Named> users = new HashSet<>();
    private final Set<Named> projects = new HashSet<>();
    private final Set<Named> categories = new HashSet<>();
    private final Set<Named> laborTypes = new HashSet<>();

    void note(TimeSession session) {
        newest.user(session.user(), session.updatedAt());
        if (users.add(session.user())) {
            fresh.user(session.user(), session.updatedAt());
        }
        Named project = session.project();
        newest.project(project, session.updatedAt());
        if (project != null && projects.add(project)) {
            fresh.project(project, session.updatedAt());
        }
        Named category = session.category();
        newest.category(category, session.updatedAt());
        if (category != null && categories.add(category)) {
            fresh.category(category, session.updatedAt());
        }
        for (TimeEntry entry : session.entries()) {
            Named laborType = entry.laborType();
            newest.laborType(laborType, session.updatedAt());
            if (laborType != null && laborTypes.add(laborType)) {
                fresh.laborType(laborType, session.updatedAt());
            }
        }
    }

    /** Of all sessions noted. */
    NameWriter newest() {
        return newest;
    }

    /** Not met before the last {@link #forgetFresh}. */
    NameWriter fresh() {
        return fresh;
    }

    void forgetFresh() {
        fresh = new NameWriter();
    }
}
