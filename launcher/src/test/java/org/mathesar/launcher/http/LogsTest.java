package org.mathesar.launcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogsTest {
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(handler);
    }

    private List<String> requests() throws InterruptedException {
        for (int i = 0; i < 100 && records.stream().noneMatch(LogsTest::isRequest); i++) {
            Thread.sleep(10);
        }
        return records.stream().filter(LogsTest::isRequest).map(LogRecord::getMessage).toList();
    }

    private static boolean isRequest(LogRecord record) {
        return record.getLoggerName().equals("requests");
    }

    @Test
    void eachRequestIsOneLineWithoutSecrets() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            gateway.raw(
                    "GET /auth/login/?token=query-secret HTTP/1.1\r\nHost: localhost\r\nCookie: sessionid=cookie-secret\r\n"
                            + "Authorization: Basic basic-secret\r\nConnection: close\r\n\r\n");
            List<String> lines = requests();
            assertEquals(1, lines.size());
            assertTrue(lines.getFirst().matches("GET /auth/login/ 200 5B \\d+ms 127\\.0\\.0\\.1 localhost"),
                    lines.getFirst());
            assertFalse(lines.getFirst().contains("secret"));
        }
    }

    @Test
    void nobodyCanForgeALine() {
        assertEquals("/a\\u000aGET\\u0020/b\\u001b[0m\\u00e9\\u005c",
                RequestLog.printable("/a\nGET /b\u001b[0m\u00e9\\"));
        assertTrue(RequestLog.printable("x".repeat(10_000)).length() < 600);
    }

    @Test
    void aFailureBehindUsIsOneLineWithoutAStackTrace() throws Exception {
        try (TestBackend backend = new TestBackend((_, _) -> false);
                TestGateway gateway = TestGateway.to(backend).open()) {
            assertEquals(502, gateway.get("/some/page").statusCode());
            List<LogRecord> failures = records.stream().filter(record -> !isRequest(record)
                    && record.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()).toList();
            assertEquals(1, failures.size(), failures.stream().map(LogRecord::getMessage).toList().toString());
            assertNull(failures.getFirst().getThrown());
            assertTrue(failures.getFirst().getMessage().contains("/some/page"), failures.getFirst().getMessage());
        }
    }
}
