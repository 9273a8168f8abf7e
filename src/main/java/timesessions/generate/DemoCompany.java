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
import timesessions.account.ApiTokenQueries;
import timesessions.account.CompanyWriter;
import timesessions.time.RailsTimeZone;

/**
 * A company to look at, in a data folder that has no company yet. Its API key is kept beside the database, since a key
 * cannot be had again.
 */
public final class DemoCompany {
    private static final Logger log = LoggerFactory.getLogger(DemoCompany.class);
    private static final String NAME = "Northwind AV";
    private static final String TIME_ZONE = "Pacific Time (US & Canada)";

    private final CompanyWriter companies;
    private final ApiTokenQueries tokens;
    private final LongConsumer fill;
    private final Path keyFile;
    private final Path unfinished;

    /** @param fill brings sessions into the company of that id */
    public DemoCompany(Path dataDir, CompanyWriter companies, ApiTokenQueries tokens, LongConsumer fill) {
        this.companies = companies;
        this.tokens = tokens;
        this.fill = fill;
        this.keyFile = dataDir.resolve("demo-key");
        this.unfinished = dataDir.resolve("demo-unfinished");
    }

    /** Where the key is. */
    public Path keyFile() {
        return keyFile;
    }

    /**
     * Makes the company, unless there is one of whatever kind. What an interrupted start has left of it is made anew.
     *
     * @return its API key, or nothing where the companies are other people's
     */
    public Optional<String> prepare() {
        try {
            if (Files.exists(unfinished)) {
                log.info("Taking out what an interrupted start has left of the demo company");
                companies.remove(NAME);
            }
            if (!companies.exist()) {
                make();
            }
            Files.deleteIfExists(unfinished);
            return Files.exists(keyFile) ? Optional.of(Files.readString(keyFile).strip()) : Optional.empty();
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
        writeKey(tokens.create(company, "Demo", null).orElseThrow());
    }

    private void writeKey(String key) throws IOException {
        Path draft = keyFile.resolveSibling(keyFile.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, forItsOwnerAlone());
        Files.writeString(draft, key + "\n");
        Files.move(draft, keyFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?>[] forItsOwnerAlone() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
