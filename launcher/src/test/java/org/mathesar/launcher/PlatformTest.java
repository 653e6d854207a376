package org.mathesar.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlatformTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @EnumSource
    void aPlatformIsFoundByItsName(Platform platform) {
        assertEquals(Optional.of(platform), Platform.named(platform.id()));
        assertTrue(Platform.names().contains(platform.id()));
    }

    @Test
    void anUnknownNameIsNoPlatform() {
        assertEquals(Optional.empty(), Platform.named("mainframe"));
        assertEquals("local, machine, container", Platform.names());
    }

    @ParameterizedTest
    @EnumSource
    void everyPlatformLeavesTimeToStop(Platform platform) {
        assertTrue(platform.stopGrace().compareTo(Duration.ofSeconds(5)) > 0);
        assertTrue(platform.httpsPort() != platform.httpPort());
    }

    @Test
    void onlyOnOnesOwnMachineMayThePortsWander() {
        assertFalse(Platform.LOCAL.portsAreFixed());
        assertTrue(Platform.MACHINE.portsAreFixed());
        assertTrue(Platform.CONTAINER.portsAreFixed());
    }

    @Test
    void aServiceOfTheInitSystemIsAMachineAndATerminalIsNot() {
        assertEquals(Platform.MACHINE, Platform.detect(Map.of("INVOCATION_ID", "1"), root));
        assertEquals(Platform.LOCAL, Platform.detect(Map.of("INVOCATION_ID", "1", "TERM", "xterm"), root));
        assertEquals(Platform.LOCAL, Platform.detect(Map.of(), root));
    }

    @Test
    void aContainerIsRecognisedByTheMarkOfItsRuntime() throws Exception {
        Files.createDirectory(root.resolve("run"));
        Files.createFile(root.resolve("run/.containerenv"));
        assertEquals(Platform.CONTAINER, Platform.detect(Map.of("TERM", "xterm"), root));
        Files.move(root.resolve("run/.containerenv"), root.resolve(".dockerenv"));
        assertEquals(Platform.CONTAINER, Platform.detect(Map.of("INVOCATION_ID", "1"), root));
    }
}
