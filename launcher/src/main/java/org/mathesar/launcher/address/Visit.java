package org.mathesar.launcher.address;

import java.util.Objects;
import java.util.Optional;

/** What came back when the beacon's value was fetched at one address and port. */
sealed interface Visit {

    /**
     * This server answered.
     *
     * @param ownCertificate whether the certificate was one of ours; empty over plain HTTP or when we know none
     * @param proxy the name of a known proxy that its headers give away
     */
    record Here(Optional<Boolean> ownCertificate, Optional<String> proxy) implements Visit {
        public Here {
            Objects.requireNonNull(ownCertificate);
            Objects.requireNonNull(proxy);
        }

        /** Whether somebody between ends the TLS connections. */
        boolean isProxied() {
            return proxy.isPresent() || ownCertificate.filter(own -> !own).isPresent();
        }
    }

    /**
     * Another server answered.
     *
     * @param what what it said, e.g. "HTTP status 404, nginx"
     * @param goesOn where it sends visitors, when it does
     */
    record SomeoneElse(String what, Optional<String> goesOn) implements Visit {}

    /** @param why e.g. "connection refused" */
    record NoAnswer(String why) implements Visit {}

    /** One line for the owner, behind the address and the port. */
    default String words() {
        return switch (this) {
            case Here here when here.isProxied() -> "this server answers, through "
                    + here.proxy().orElse("a proxy with a certificate of its own");
            case Here _ -> "this server answers";
            case SomeoneElse(String what, _) -> "another server answers (" + what + ")";
            case NoAnswer(String why) -> "no answer (" + why + ")";
        };
    }
}
