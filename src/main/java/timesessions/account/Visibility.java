package timesessions.account;

/**
 * What a reader may see: the rows of one company. Every query takes it, and adds it in SQL.
 */
public record Visibility(long companyId) {}
