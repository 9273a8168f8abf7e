package timesessions.account;

/** People whose hours certain managers see. */
public record Team(long id, String name) {}
