package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that must stay secret is seen by another user of the machine or by who reads the log. */
@Tag("crash")
class NoSecretsTest {
    /** Made for this run, since the source of this test is readable. */
    private static final String PASSWORD = "pw-" + UUID.randomUUID();

    @TempDir(factory = OpenDirectory.class)
    private Path place;

    private final Set<String> commandLines = ConcurrentHashMap.newKeySet();

    @Test
    void aHeadlessSetUpShowsNoSecret() throws Exception {
        Path data = Installed.applicationTo(place.resolve("data"));
        Launch launch = Launch.sample(data).headless().with("MATHESAR_LAUNCHER_ADMIN_PASSWORD", PASSWORD);
        try (LaunchedServer server = watched(launch)) {
            Map<String, String> secrets = new HashMap<>(EndState.secrets(data));
            assertEquals(Set.of("database-password", "postgres-superuser-password", "secret-key"), secrets.keySet());
            secrets.put("the administrator's password", PASSWORD);
            nothingShows(server, secrets);
        }
    }

    @Test
    void aClaimShowsNoSecretButTheCodeInItsOwnLine() throws Exception {
        Path data = Installed.applicationTo(place.resolve("data"));
        try (LaunchedServer server = Launch.sample(data).start().awaitDoor(); Guest owner = server.guest()) {
            String code = server.setupCode();
            Owner walk = new Owner(owner);
            owner.get("/-/setup/claim?code=" + code);
            walk.claim(code);
            walk.chooseAddress();
            walk.chooseBundledDatabase();
            walk.giveAdministrator(PASSWORD);
            server.awaitReady();
            assertTrue(server.log().find(line -> line.contains(code)).stream()
                    .allMatch(line -> line.text().contains("to set up this server, open ")), server.log().text());
            Map<String, String> secrets = new HashMap<>(EndState.secrets(data));
            secrets.put("the owner's cookie", owner.cookie("__Host-mathesar-owner"));
            secrets.put("the administrator's password", PASSWORD);
            nothingShows(server, secrets);
            assertEquals(List.of(), readable(data, List.of(code)));
        }
    }

    /** Samples the command lines of the whole machine while the server sets itself up. */
    private LaunchedServer watched(Launch launch) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread ps = Thread.ofPlatform().daemon(true).start(() -> {
            while (!over.get()) {
                Processes.all().map(Processes::commandLine).forEach(commandLines::add);
            }
        });
        LaunchedServer server = launch.start().awaitReady();
        over.set(true);
        ps.join();
        return server;
    }

    private void nothingShows(LaunchedServer server, Map<String, String> secrets) throws IOException {
        String processes = Program.run("ps", "-ef").output() + String.join("\n", commandLines);
        assertTrue(processes.contains("gunicorn"));
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            assertTrue(secret.getValue().length() >= 12, secret.getKey());
            assertFalse(processes.contains(secret.getValue()), "a process shows " + secret.getKey());
            assertFalse(server.log().contains(secret.getValue()), "the log shows " + secret.getKey());
        }
        for (Path root : List.of(server.data(), Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")))) {
            assertEquals(List.of(), readable(root, secrets.values()));
        }
        System.out.println(secrets.size() + " secrets searched for in " + commandLines.size() + " command lines, "
                + server.log().size() + " log lines and every file that others may read");
    }

    /** The files that hold one of the texts and may be read by others, as far as the directories let them through. */
    private static List<Path> readable(Path root, Collection<String> texts) throws IOException {
        List<Path> found = new ArrayList<>();
        List<Path> left = new ArrayList<>(List.of(root));
        while (!left.isEmpty()) {
            Path path = left.removeLast();
            if (Files.isSymbolicLink(path) || !isForOthers(path)) {
                continue;
            }
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                try (Stream<Path> entries = Files.list(path)) {
                    left.addAll(entries.toList());
                } catch (IOException _) {
                    continue;
                }
            } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && holds(path, texts)) {
                found.add(path);
            }
        }
        return found;
    }

    private static boolean isForOthers(Path path) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
            return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    ? !PosixFilePermissions.toString(permissions).endsWith("------")
                    : permissions.contains(PosixFilePermission.OTHERS_READ)
                            || permissions.contains(PosixFilePermission.GROUP_READ);
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean holds(Path file, Collection<String> texts) {
        try {
            String content = Files.size(file) < 10 << 20
                    ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    : "";
            return texts.stream().anyMatch(content::contains);
        } catch (IOException _) {
            return false;
        }
    }
}
