package org.mathesar.launcher.database;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns host names into addresses. */
@FunctionalInterface
interface Resolver {
    /** What every program of this machine asks. */
    Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /** All addresses of a name, the preferred first. */
    List<InetAddress> addresses(String host) throws UnknownHostException;
}
