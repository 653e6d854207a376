package org.mathesar.launcher.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.OneShot;
import org.mathesar.launcher.process.ProcessSpec;
import org.mathesar.launcher.process.ProcessSpec.StopSignal;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the bundled PostgreSQL. {@code postgres/} is the launcher's own and holds what the server only reads;
 * {@code postgres/cluster} belongs to the server and is made once, under another name that is changed last.
 */
final class Cluster {
    static final String SUPERUSER = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(5);
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C");

    private final DataDirectory data;
    private final Account account;

    Cluster(DataDirectory data, Account account) {
        this.data = data;
        this.account = account;
    }

    Path home() {
        return data.path("postgres");
    }

    Path directory() {
        return home().resolve("cluster");
    }

    /** Major version of the cluster; empty when there is none yet. */
    OptionalInt major() {
        Path version = directory().resolve("PG_VERSION");
        try {
            if (isMissingOrEmpty(directory())) {
                return OptionalInt.empty();
            }
            return OptionalInt.of(Integer.parseInt(Files.readString(version).strip()));
        } catch (NoSuchFileException _) {
            throw ProblemException.fixable("The directory " + directory() + " is not a PostgreSQL cluster.",
                    "Restore it from a backup, or move it away if nothing in it is needed.");
        } catch (IOException | NumberFormatException e) {
            throw new ProblemException(new Problem.Fixable("The PostgreSQL data in " + directory()
                    + " cannot be read.", account.giveBack(directory()), e.toString()), e);
        }
    }

    /** Makes the cluster unless there is one; what an earlier try left unfinished is thrown away first. */
    void initialise(OneShot oneShot, PostgresBinaries binaries, Secret password, Consumer<String> lines)
            throws InterruptedException {
        if (major().isPresent()) {
            return;
        }
        account.refuseRoot();
        try {
            openHome();
            Path unfinished = home().resolve("cluster.new");
            Path passwordFile = home().resolve("initdb.password");
            deleteTree(unfinished);
            try {
                initdb(oneShot, binaries, unfinished, passwordFile, password, lines);
            } finally {
                Files.deleteIfExists(passwordFile);
            }
            Files.move(unfinished, directory(), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel parent = FileChannel.open(home())) {
                parent.force(true);
            }
        } catch (IOException e) {
            throw new ProblemException(new Problem.Fixable("The PostgreSQL data could not be created in " + home()
                    + ".", "Check that the disk has space and that the directory can be written.", e.toString()), e);
        }
    }

    /** Refuses a cluster that the server could not open. Nothing is repaired: what is here may be the only copy. */
    void check() {
        try {
            var permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(directory()));
            if (!Files.getOwner(directory()).equals(account.owner(data))) {
                throw ProblemException.fixable("The PostgreSQL data in " + directory() + " belongs to the user "
                        + Files.getOwner(directory()).getName() + ".", account.giveBack(directory()));
            }
            if (!permissions.equals("rwx------") && !permissions.equals("rwxr-x---")) {
                throw ProblemException.fixable(
                        "The PostgreSQL data in " + directory() + " may be used by other users (" + permissions + ").",
                        "Run: chmod 700 " + Shell.quote(directory()));
            }
        } catch (IOException e) {
            throw new ProblemException(new Problem.Fixable("The PostgreSQL data in " + directory()
                    + " cannot be read.", account.giveBack(directory()), e.toString()), e);
        }
    }

    /** Makes the launcher's part of the directory, which the server's user may pass through and read from. */
    void openHome() throws IOException {
        data.directory("postgres");
        if (account.isAnother()) {
            Files.setPosixFilePermissions(home(), PosixFilePermissions.fromString("rwx--x--x"));
        }
    }

    /** Writes a file that the server only reads. */
    Path writeForServer(String name, String text) {
        Path file = home().resolve(name);
        try {
            openHome();
            data.write(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            return file;
        } catch (IOException e) {
            throw new ProblemException(new Problem.Fixable("The file " + file + " cannot be written.",
                    "Check that the disk has space and that the directory can be written.", e.toString()), e);
        }
    }

    private void initdb(OneShot oneShot, PostgresBinaries binaries, Path target, Path passwordFile, Secret password,
            Consumer<String> lines) throws IOException, InterruptedException {
        data.write(passwordFile, password.reveal() + "\n");
        account.give(passwordFile);
        OneShot.Result result = null;
        for (List<String> locale : locales(binaries.major())) {
            deleteTree(target);
            Files.createDirectory(target,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            account.give(target);
            List<String> command = new ArrayList<>(List.of(binaries.program("initdb").toString(), "--pgdata",
                    target.toString(), "--username", SUPERUSER, "--pwfile", passwordFile.toString(),
                    "--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", "--no-instructions"));
            command.addAll(locale);
            result = oneShot.run(new ProcessSpec("initdb", command, ENVIRONMENT, home(), account.user(),
                    StopSignal.TERM, Duration.ofSeconds(10)), INITDB_LIMIT, lines);
            if (result.exitCode() == 0) {
                return;
            }
            if (!result.output().contains("invalid locale")) {
                break;
            }
            LOG.warn("this system lacks the locale of {}", locale);
        }
        throw new ProblemException(new Problem.Fixable("The PostgreSQL data could not be created.",
                "Look at the last lines below, cure what they name and try again.",
                Optional.ofNullable(result).map(OneShot.Result::output).orElse("")));
    }

    /**
     * What to try, best first. A collation of libc may change its order with an update of the system and so damage
     * indexes, which these do not: PostgreSQL's own since 17, else C with UTF-8's letters, else plain C.
     */
    private static List<List<String>> locales(int major) {
        return major >= 17
                ? List.of(List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"))
                : List.of(List.of("--locale=C", "--lc-ctype=C.UTF-8"), List.of("--locale=C"));
    }

    private static boolean isMissingOrEmpty(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findFirst().isEmpty();
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
