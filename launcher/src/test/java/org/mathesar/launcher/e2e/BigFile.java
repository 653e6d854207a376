package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Random;
import java.util.zip.CRC32;

/** A file for an upload, as big as wanted; it exists only while it is sent. */
final class BigFile {
    private static final String UPLOADS = "/api/db/v0/data_files/?discard=1";
    private static final String BOUNDARY = "the-end-of-a-part";

    private final long size;

    BigFile(long size) {
        this.size = size;
    }

    /** Uploads it as a signed-in guest, of known length as browsers do; how long that took. */
    Duration upload(Guest guest) {
        Bytes bytes = new Bytes();
        long begun = System.nanoTime();
        HttpResponse<String> answer = guest.send(guest.request(UPLOADS).header("Origin", guest.origin())
                .header("X-CSRFToken", guest.cookie("csrftoken"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY).POST(form(bytes)));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().matches(".*\"bytes\": ?" + size + "\\b.*"), answer.body());
        assertTrue(answer.body().contains(String.format("\"%08x\"", bytes.checksum.getValue())), answer.body());
        return took;
    }

    private BodyPublisher form(InputStream bytes) {
        return BodyPublishers.concat(
                BodyPublishers.ofString("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\";"
                        + " filename=\"big.csv\"\r\nContent-Type: text/csv\r\n\r\n"),
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> bytes), size),
                BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
    }

    private final class Bytes extends InputStream {
        private final byte[] pattern = new byte[1 << 20];
        private final CRC32 checksum = new CRC32();
        private long sent;

        Bytes() {
            new Random(1).nextBytes(pattern);
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int start = (int) (sent % pattern.length);
            int count = (int) Math.min(Math.min(length, pattern.length - start), size - sent);
            if (count == 0) {
                return -1;
            }
            System.arraycopy(pattern, start, target, offset, count);
            checksum.update(pattern, start, count);
            sent += count;
            return count;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }
    }
}
