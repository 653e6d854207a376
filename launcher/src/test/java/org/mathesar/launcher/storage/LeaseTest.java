package org.mathesar.launcher.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.Lease.Rhythm;

@Timeout(30)
class LeaseTest {
    private static final Rhythm HERE = new Rhythm(Duration.ofMillis(40), "here/boot-1");
    private static final Rhythm ELSEWHERE = new Rhythm(Duration.ofMillis(40), "elsewhere/boot-2");

    @TempDir
    Path directory;

    private DataDirectory data;

    @BeforeEach
    void openData() {
        data = DataDirectory.open(directory, false);
    }

    @Test
    void aSecondLauncherInTheSameProgramIsRefused() {
        try (Lease _ = Lease.take(data)) {
            ProblemException refusal = assertThrows(ProblemException.class, () -> Lease.take(data));
            assertTrue(refusal.getMessage().startsWith("Another launcher on this machine is using"));
            assertTrue(Lease.isHeld(data));
        }
        assertFalse(Lease.isHeld(data));
        Lease.take(data).close();
    }

    @Test
    void aLauncherInAnotherProcessKeepsThisOneOutUntilItIsKilled() throws Exception {
        Process other = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xshare:auto",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Holder.class.getName(),
                directory.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader output = other.inputReader()) {
            assertEquals("held", output.readLine());
            assertTrue(Lease.isHeld(data));
            ProblemException refusal = assertThrows(ProblemException.class, () -> Lease.take(data));
            assertTrue(refusal.getMessage().contains("on this machine"));
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertFalse(Lease.isHeld(data));
        assertTrue(Files.exists(directory.resolve("heartbeat")), "left by the killed one");
        // At once, for it is the heartbeat of this machine.
        Lease.take(data).close();
    }

    @Test
    void aHeartbeatOfAnotherMachineThatMovesIsRespected() throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        Thread other = Thread.ofVirtual().start(() -> {
            for (int beat = 1; stop.getCount() > 0; beat++) {
                data.write(data.path("heartbeat"), ELSEWHERE.machine() + " 4711 " + beat + "\n");
            }
        });
        try {
            while (!Files.exists(data.path("heartbeat"))) {
                Thread.onSpinWait();
            }
            ProblemException refusal = assertThrows(ProblemException.class, () -> Lease.take(data, HERE));
            assertTrue(refusal.getMessage().contains("on another machine or container"));
            assertFalse(Lease.isHeld(data), "the refused one lets go of the lock");
        } finally {
            stop.countDown();
            other.join();
        }
    }

    @Test
    void aHeartbeatOfAnotherMachineThatStandsStillIsTakenOver() {
        data.write(data.path("heartbeat"), ELSEWHERE.machine() + " 4711 12\n");
        try (Lease _ = Lease.take(data, HERE)) {
            assertTrue(heartbeat().startsWith("here/boot-1 "));
        }
    }

    @Test
    void theHeartBeatsWhileTheLeaseIsHeldAndIsGoneAfterwards() throws Exception {
        try (Lease _ = Lease.take(data, HERE)) {
            String first = heartbeat();
            while (heartbeat().equals(first)) {
                Thread.sleep(5);
            }
            assertNotEquals(first, heartbeat());
        }
        assertFalse(Files.exists(directory.resolve("heartbeat")));
    }

    @Test
    void itsFilesAreForTheOwnerAlone() throws Exception {
        try (Lease _ = Lease.take(data)) {
            for (String name : new String[]{"lease", "heartbeat"}) {
                assertEquals("rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))), name);
            }
        }
    }

    @Test
    void nobodyHoldsAFreshDirectory() {
        assertFalse(Lease.isHeld(data));
        assertFalse(Files.exists(directory.resolve("lease")));
    }

    private String heartbeat() {
        return data.read(data.path("heartbeat")).orElseThrow();
    }

    /** The other launcher: takes the lease and keeps it until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (Lease _ = Lease.take(DataDirectory.existing(Path.of(arguments[0])))) {
                System.out.println("held");
                new CountDownLatch(1).await();
            }
        }
    }
}
