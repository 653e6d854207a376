package org.mathesar.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LogLinesTest {
    private static final Logger ROOT = Logger.getLogger("");

    private final List<Handler> handlersBefore = List.of(ROOT.getHandlers());
    private final Level levelBefore = ROOT.getLevel();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @AfterEach
    void restore() {
        List.of(ROOT.getHandlers()).forEach(ROOT::removeHandler);
        handlersBefore.forEach(ROOT::addHandler);
        ROOT.setLevel(levelBefore);
    }

    @Test
    void anEventIsALineForPeople() {
        LogLines.install(out, false, false);
        LoggerFactory.getLogger(Launcher.class).info("serving {}", "https://localhost/");
        LoggerFactory.getLogger("mathesar").warn("worker {} ended", 7);
        LoggerFactory.getLogger("org.mathesar.launcher.http.RequestLog").error("broken");
        List<String> lines = lines();
        assertTrue(lines.get(0).matches("20[\\dT:.-]+Z launcher: serving https://localhost/"), lines.get(0));
        assertTrue(lines.get(1).endsWith("Z WARN mathesar: worker 7 ended"), lines.get(1));
        assertTrue(lines.get(2).endsWith("Z ERROR launcher: broken"), lines.get(2));
        assertEquals(3, lines.size());
    }

    @Test
    void anEventIsAJsonObjectOnRequest() throws Exception {
        LogLines.install(out, true, false);
        LoggerFactory.getLogger("mathesar").warn("said \"hä\\?\"");
        JsonNode event = new JsonMapper().readTree(lines().getFirst());
        assertEquals("WARN", event.get("level").asText());
        assertEquals("mathesar", event.get("source").asText());
        assertEquals("said \"hä\\?\"", event.get("message").asText());
        assertTrue(event.get("time").asText().endsWith("Z"));
        assertEquals(4, event.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"done\n2026-01-01T00:00:00Z launcher: this server has been claimed", "a\rb", "a\r\nb",
            "a\u2028b", "a\u2029b", "a\u0085b", "a\u000bb\fc"})
    void nobodysTextMakesALineOfItsOwn(String text) throws Exception {
        LogLines.install(out, false, false);
        LoggerFactory.getLogger("mathesar").info(text);
        assertEquals(1, lines().size());

        bytes.reset();
        LogLines.install(out, true, false);
        LoggerFactory.getLogger("mathesar").info(text);
        assertEquals(1, lines().size());
        assertEquals(text, new JsonMapper().readTree(lines().getFirst()).get("message").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[2J\u001b[31mred", "\u009b31m", "bell\u0007", "back\b\b\b", "nul\u0000",
            "del\u007f"})
    void nobodysTextSteersATerminal(String text) {
        for (boolean json : new boolean[]{false, true}) {
            bytes.reset();
            LogLines.install(out, json, false);
            LoggerFactory.getLogger("mathesar").info("{}", text);
            assertTrue(lines().getFirst().chars().noneMatch(Character::isISOControl), lines().getFirst());
        }
    }

    @Test
    void whatLooksLikeAPlaceholderInAChildsLineIsLeftAlone() {
        LogLines.install(out, false, false);
        LoggerFactory.getLogger("mathesar").info("{} {0} %s ${jndi:ldap://x} 'quoted'");
        LoggerFactory.getLogger("mathesar").info("{}", "{} {0} %s 'quoted'");
        assertTrue(lines().get(0).endsWith(": {} {0} %s ${jndi:ldap://x} 'quoted'"), lines().get(0));
        assertTrue(lines().get(1).endsWith(": {} {0} %s 'quoted'"), lines().get(1));
    }

    @Test
    void aFailureIsNamedWithoutItsTraceUnlessItIsAnError() {
        LogLines.install(out, false, false);
        Exception failure = new IllegalStateException("line one\nline two");
        LoggerFactory.getLogger(Launcher.class).warn("it failed", failure);
        LoggerFactory.getLogger(Launcher.class).error("it failed", failure);
        assertEquals(2, lines().size());
        assertTrue(lines().get(0).endsWith("it failed (java.lang.IllegalStateException: line one\\nline two)"));
        assertTrue(lines().get(1).contains("LogLinesTest"));
    }

    @Test
    void debugLinesAndWhatLibrariesSayAboutThemselvesAreKeptBack() {
        LogLines.install(out, false, false);
        LoggerFactory.getLogger(Launcher.class).debug("detail");
        LoggerFactory.getLogger("org.xnio").info("XNIO version 3");
        LoggerFactory.getLogger("org.xnio").warn("trouble");
        assertEquals(1, lines().size());
        assertFalse(lines().getFirst().contains("version"));
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
