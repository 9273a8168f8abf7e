package timesessions.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What has to be written so that the stored lines, and the sessions they make up, are what they should be. */
final class LineChanges {
    /** Lines that are there for the first time. */
    final List<ImportLine> added = new ArrayList<>();
    /** Lines of which the file says something else now. */
    final List<ImportLine> changed = new ArrayList<>();
    /** Lines of which only the place changes: the session, the gap, the time at which a day is laid out. */
    final List<ImportLine> moved = new ArrayList<>();
    /** The lines of each session that is new or differs now, in their order. */
    final NavigableMap<Long, List<ImportLine>> sessions = new TreeMap<>();
    /** Sessions of which no line is left. */
    final NavigableSet<Long> emptied = new TreeSet<>();

    int unchanged;
}
