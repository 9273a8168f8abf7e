package timesessions.generate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import timesessions.account.AccountCreation;
import timesessions.account.ApiTokenQueries;
import timesessions.account.CompanyWriter;
import timesessions.account.Role;
import timesessions.time.RailsTimeZone;

/**
 * A company to look at, in a data folder that has no company yet. Its API key and the password of its admin, made up anew
 * for each data folder, are kept beside the database for its owner alone, since they cannot be had again.
 */
public final class DemoCompany {
    private static final Logger log = LoggerFactory.getLogger(DemoCompany.class);
    private static final String NAME = "Northwind AV";
    private static final String EMAIL = "demo@example.com";
    private static final String ADMIN = "Demo Admin";
    private static final String TIME_ZONE = "Pacific Time (US & Canada)";

    private final CompanyWriter companies;
    private final ApiTokenQueries tokens;
    private final LongConsumer fill;
    private final AccountCreation accounts;
    private final Path keyFile;
    private final Path passwordFile;
    private final Path unfinished;

    /** What it takes to look at the company. Its admin may have chosen another password since. */
    public record Entry(String email, String password, String key) {}

    /** @param fill brings sessions into the company of that id */
    public DemoCompany(
            Path dataDir,
            CompanyWriter companies,
            ApiTokenQueries tokens,
            AccountCreation accounts,
            LongConsumer fill) {
        this.companies = companies;
        this.tokens = tokens;
        this.accounts = accounts;
        this.fill = fill;
        this.keyFile = dataDir.resolve("demo-key");
        this.passwordFile = dataDir.resolve("demo-password");
        this.unfinished = dataDir.resolve("demo-unfinished");
    }

    /** Where the password of the admin is. */
    public Path passwordFile() {
        return passwordFile;
    }

    /** Where the key is. */
    public Path keyFile() {
        return keyFile;
    }

    /**
     * Makes the company, unless there is one of whatever kind. What an interrupted start has left of it is made anew.
     *
     * @return how to get in, or nothing where the companies are other people's
     */
    public Optional<Entry> prepare() {
        try {
            if (Files.exists(unfinished)) {
                log.info("Taking out what an interrupted start has left of the demo company");
                companies.remove(NAME);
            }
            if (!companies.exist()) {
                make();
            }
            Files.deleteIfExists(unfinished);
            return Files.exists(keyFile) && Files.exists(passwordFile)
                    ? Optional.of(new Entry(EMAIL, read(passwordFile), read(keyFile)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void make() throws IOException {
        log.info("Making a demo company");
        // Before the company is there, so that none without its sessions is ever taken for a finished one.
        Files.writeString(unfinished, "");
        long company = companies.create(NAME, RailsTimeZone.of(TIME_ZONE));
        fill.accept(company);
        write(keyFile, tokens.create(company, "Demo", null).orElseThrow());
        String password = AccountCreation.randomPassword();
        accounts.create(company, EMAIL, ADMIN, Role.ADMIN, Optional.empty(), password);
        write(passwordFile, password);
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    private static void write(Path file, String secret) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, forItsOwnerAlone());
        Files.writeString(draft, secret + "\n");
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
