package timesessions.account;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import timesessions.database.Database;

/** Accounts that are made on the command line, where the first one of a company comes from. */
public final class AccountCreation {
    private static final int LONGEST_NAME = 200;

    private final AccountQueries accounts;
    private final TeamQueries teams;
    private final Passwords passwords = new Passwords();

    public AccountCreation(Database database, Clock clock) {
        accounts = new AccountQueries(database, clock);
        teams = new TeamQueries(database, clock);
    }

    /** A password that nobody has chosen, short enough to be copied by hand. */
    public static String randomPassword() {
        return Token.random().text().substring(0, 16);
    }

    /**
     * Makes an account that can be used at once.
     *
     * @param team the name of a team that a manager manages
     * @return its id
     * @throws Refused if anything about it will not do
     */
    public long create(
            long companyId, String typedEmail, String name, Role role, Optional<String> team, String password) {
        Email email = Email.parse(typedEmail)
                .orElseThrow(() -> new Refused("email", "'%s' is not an e-mail address.".formatted(typedEmail)));
        String stripped = name.strip();
        if (stripped.isEmpty() || stripped.codePointCount(0, stripped.length()) > LONGEST_NAME) {
            throw new Refused("name", "A name has 1 to %d characters.".formatted(LONGEST_NAME));
        }
        if (team.isPresent() && role != Role.MANAGER) {
            throw new Refused("team", "Only managers have teams; the others see everyone.");
        }
        PasswordRules.problem(password, email, stripped).ifPresent(problem -> {
            throw new Refused("password", "The password will not do. " + problem);
        });
        Set<Long> managed =
                team.map(teamName -> Set.of(team(companyId, teamName))).orElse(Set.of());
        return accounts.create(
                Actor.commandLine(companyId),
                companyId,
                new AccountQueries.Details(email, stripped, role, managed),
                passwords.hash(password));
    }

    private long team(long companyId, String name) {
        return teams.find(companyId, name.strip())
                .orElseThrow(() -> new Refused("team", "There is no team %s in this company.".formatted(name)))
                .id();
    }
}
