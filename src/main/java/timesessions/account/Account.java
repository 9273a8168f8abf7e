package timesessions.account;

/** Someone who signs in. */
public record Account(long id, long companyId, String email, String name, Role role) {

    public boolean isAdmin() {
        return role == Role.ADMIN;
    }
}
