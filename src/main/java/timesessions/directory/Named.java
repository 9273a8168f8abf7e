package timesessions.directory;

/** A person, project, category or labor type as a session points at it: an id, unique in its company, and a name. */
public record Named(long id, String name) {}
