package timesessions.session;

/** What a time entry is of. */
public enum EntryType {
    WORK,
    BREAK
}
