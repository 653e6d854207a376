package org.mathesar.launcher.http;

import java.time.Duration;

/**
 * How much of everything one visitor, or all of them, may take. There is no limit on the size of a body or on the time
 * it takes as a whole.
 *
 * @param headersWithin the time from the first byte of a request, or of a TLS handshake, to the end of its headers
 * @param keepAlive how long a connection may wait for its next request
 * @param idle how long a request may pass without a byte moving in either direction
 * @param headerBytes the size of all headers of a request together
 * @param headers the number of headers
 * @param connections the number of visitors' connections per port
 * @param upstream the limits towards Mathesar
 */
public record Limits(Duration headersWithin, Duration keepAlive, Duration idle, int headerBytes, int headers,
        int connections, Upstream upstream) {

    /**
     * @param connectWithin how long one attempt to connect may take
     * @param retryFor how long attempts are repeated while Mathesar starts again
     * @param connections how many requests Mathesar is given at once
     * @param perVisitor how many of these one visitor may hold
     * @param queue how many more may wait
     * @param queueWithin how long they wait
     */
    public record Upstream(Duration connectWithin, Duration retryFor, int connections, int perVisitor, int queue,
            Duration queueWithin) {

        public static Upstream standard() {
            return new Upstream(Duration.ofSeconds(5), Duration.ofSeconds(3), 256, 64, 1024, Duration.ofSeconds(30));
        }
    }

    public static Limits standard() {
        return new Limits(Duration.ofSeconds(15), Duration.ofSeconds(75), Duration.ofMinutes(15), 32 * 1024, 100, 8192,
                Upstream.standard());
    }
}
