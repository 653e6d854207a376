package org.mathesar.launcher.database;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * How it went to connect to one address.
 *
 * @param words the system's own; empty where it says nothing
 */
record Attempt(InetAddress address, Outcome outcome, String words, Duration took) {

    /** What came back. */
    enum Outcome {
        CONNECTED("accepts connections"),
        REFUSED("refuses the connection"),
        /** Nothing, in all the time there was. */
        SILENT("does not answer"),
        /** Word from the network: nothing gets there, which firewalls and routers say alike. */
        REJECTED("is turned away on the way there"),
        /** This machine has no route of that kind. */
        NO_WAY("has no way from this machine"),
        /** A rule on this machine. */
        FORBIDDEN_HERE("is forbidden by a rule of this machine"),
        FAILED("cannot be connected to");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }
    }

    /** What this failure to connect means. */
    static Outcome outcome(InetAddress address, IOException failure) {
        String text = String.valueOf(failure.getMessage());
        return switch (failure) {
            case SocketTimeoutException _ -> Outcome.SILENT;
            case NoRouteToHostException _ -> Outcome.REJECTED;
            // EACCES, which the JDK takes for a failure to bind. By IPv6 it may also be a firewall's word (RFC 4443 §3.1).
            case BindException _ -> address instanceof Inet6Address ? Outcome.REJECTED : Outcome.FORBIDDEN_HERE;
            case ConnectException _ when text.contains("timed out") -> Outcome.SILENT;
            case ConnectException _ when text.contains("refused") -> Outcome.REFUSED;
            default -> text.contains("unreachable") ? Outcome.NO_WAY : Outcome.FAILED;
        };
    }

    boolean isIpv6() {
        return address instanceof Inet6Address;
    }

    /** As a line for whoever wants to know precisely. */
    String line() {
        return address.getHostAddress() + " " + outcome.words + (words.isEmpty() ? "" : " (" + words + ")") + " after "
                + took.toMillis() + " ms";
    }
}
