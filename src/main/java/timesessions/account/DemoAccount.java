package timesessions.account;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import timesessions.database.Database;

/**
 * The admin of the demo company. The password is made up anew for every data folder and kept there, for its owner alone,
 * so that it can be told again; no two demos have the same.
 */
public final class DemoAccount {
    public static final String EMAIL = "demo@example.com";

    private static final String NAME = "Demo Admin";

    private final Path file;
    private final AccountCreation creation;
    private final AccountQueries accounts;

    /** Makes nothing yet. */
    public DemoAccount(Path dataDir, Database database, Clock clock) {
        file = dataDir.resolve("demo-password");
        creation = new AccountCreation(database, clock);
        accounts = new AccountQueries(database, clock);
    }

    /** Makes the account, in the place of one that an interrupted start has left without its company. */
    public void make(long companyId) throws IOException {
        accounts.removeWithoutCompany(new Email(EMAIL));
        String password = Token.random().text().substring(0, 16);
        creation.create(companyId, EMAIL, NAME, Role.ADMIN, Optional.empty(), password);
        write(password);
    }

    /** The password, where the data folder has a demo; its owner may have changed it since. */
    public Optional<String> password() throws IOException {
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    private void write(String password) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, forItsOwnerAlone());
        Files.writeString(draft, password + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?>[] forItsOwnerAlone() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
