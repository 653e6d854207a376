package org.mathesar.launcher.wizard;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.mathesar.launcher.setup.Plan;
import org.mathesar.launcher.setup.SetupState;

/** The wizard over its fakes, on a real port, with something that stands for Mathesar at the root. */
final class WizardServer implements AutoCloseable {
    static final Plan PLAN = new Plan(new Plan.Address.AsReached(), new Plan.DatabaseChoice.Bundled());
    static final WizardFacts FACTS = new WizardFacts(
            () -> Optional.of("Sample application — not Mathesar"), true, "0.1.0");

    final FakeFirstBoot firstBoot = new FakeFirstBoot();
    final FakeAddresses addresses = new FakeAddresses();
    final FakeDatabases databases = new FakeDatabases();
    final FakeClaimGate gate = new FakeClaimGate();

    final Wizard wizard;

    private final Undertow undertow;
    private final String scheme;

    private WizardServer(Optional<SSLContext> tls, WizardFacts facts) {
        wizard = new Wizard(firstBoot, addresses, databases, gate, facts);
        HttpHandler handler = Handlers.path(exchange -> {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/html");
            exchange.getResponseSender().send("<!DOCTYPE html><html lang=en><title>Mathesar</title><h1>It is Mathesar");
        }).addPrefixPath("/-/setup", wizard);
        Undertow.Builder builder = Undertow.builder().setIoThreads(2).setWorkerThreads(8).setHandler(handler);
        scheme = tls.isPresent() ? "https" : "http";
        tls.ifPresentOrElse(context -> builder.addHttpsListener(0, "localhost", context),
                () -> builder.addHttpListener(0, "localhost"));
        undertow = builder.build();
        undertow.start();
    }

    static WizardServer start() {
        return new WizardServer(Optional.empty(), FACTS);
    }

    static WizardServer start(WizardFacts facts) {
        return new WizardServer(Optional.empty(), facts);
    }

    static WizardServer start(SSLContext tls) {
        return new WizardServer(Optional.of(tls), FACTS);
    }

    URI url(String path) {
        InetSocketAddress address = (InetSocketAddress) undertow.getListenerInfo().getFirst().getAddress();
        return URI.create(scheme + "://localhost:" + address.getPort() + path);
    }

    Visitor visitor() {
        return new Visitor(this);
    }

    /** A visitor who has claimed the server and sees the first question. */
    Visitor owner() {
        Visitor owner = visitor();
        owner.post("claim", "code", FakeClaimGate.CODE);
        return owner;
    }

    Visitor ownerIn(SetupState state) {
        Visitor owner = owner();
        firstBoot.be(state);
        return owner;
    }

    /** An administrator of Mathesar, who need not own the set-up. */
    Visitor administrator() {
        firstBoot.be(new SetupState.Ready(PLAN));
        return visitor().with("sessionid", FakeDatabases.SESSION);
    }

    static SetupState.Asking answered() {
        return new SetupState.Asking(new Plan.Draft(Optional.of(PLAN.address()), Optional.of(PLAN.database())));
    }

    static SetupState.Installing installing() {
        return answered().confirm(PLAN);
    }

    @Override
    public void close() {
        undertow.stop();
    }
}
