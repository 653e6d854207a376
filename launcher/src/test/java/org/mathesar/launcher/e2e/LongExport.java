package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A download that the application produces slowly, read to its end.
 *
 * @param silence the longest time without a row
 */
record LongExport(long rows, Duration took, Duration silence) {
    private static final int ROW_BYTES = 64;

    /** Reads it as a signed-in guest; fails when a row is missing, doubled or cut. */
    static LongExport read(Guest guest, Duration duration, long rows) {
        long begun = System.nanoTime();
        HttpResponse<InputStream> answer = guest.send(guest.request("/api/export/v0/tables/?seconds="
                + duration.toSeconds() + "&bytes=" + rows * ROW_BYTES), BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode());
        long seen = 0;
        long last = begun;
        long silence = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(answer.body(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                assertEquals(ROW_BYTES - 1, line.length(), line);
                assertEquals(seen++, Long.parseLong(line.substring(0, line.indexOf(','))));
                silence = Math.max(silence, System.nanoTime() - last);
                last = System.nanoTime();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cut after " + seen + " rows", e);
        }
        assertEquals(rows, seen, "rows");
        return new LongExport(seen, Duration.ofNanos(last - begun), Duration.ofNanos(silence));
    }

    @Override
    public String toString() {
        return String.format("%d rows in %.1f s, longest silence %.1f s", rows, took.toMillis() / 1000.0,
                silence.toMillis() / 1000.0);
    }
}
