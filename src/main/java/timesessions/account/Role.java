package timesessions.account;

import java.util.Locale;
import java.util.Optional;

/** What an account sees and may do. */
public enum Role {
    ADMIN("Admin", "Sees everyone, and manages accounts, teams, API keys and the company"),
    PAYROLL("Payroll", "Sees everyone in the company"),
    MANAGER("Manager", "Sees the people of the teams they manage");

    private final String label;
    private final String meaning;

    Role(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    public String label() {
        return label;
    }

    public String meaning() {
        return meaning;
    }

    /** How forms and the command line name it. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> find(String parameter) {
        for (Role role : values()) {
            if (role.parameter().equals(parameter)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
