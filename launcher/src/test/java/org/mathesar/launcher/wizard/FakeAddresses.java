package org.mathesar.launcher.wizard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.setup.Addresses;
import org.mathesar.launcher.setup.FirstBoot.Outcome;

/** Addresses without a network: tests set how they stand and read what they were told. */
final class FakeAddresses implements Addresses {
    private Snapshot now = Scenes.IP_WAITING;
    private final List<String> calls = new ArrayList<>();
    private Optional<Outcome> nextAnswer = Optional.empty();

    synchronized void be(Snapshot snapshot) {
        now = snapshot;
    }

    /** The next answer of a form, instead of Accepted. */
    synchronized void answerNext(Outcome outcome) {
        nextAnswer = Optional.of(outcome);
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public synchronized Snapshot now() {
        return now;
    }

    @Override
    public Outcome wantDomain(String typed) {
        return told("domain " + typed);
    }

    @Override
    public Outcome vouchForDomain() {
        return told("vouch");
    }

    @Override
    public Outcome checkAgain() {
        return told("check");
    }

    @Override
    public Outcome forgetDomain() {
        return told("forget domain");
    }

    @Override
    public Outcome givePublicAddress(String typed) {
        return told("public address " + typed);
    }

    @Override
    public Outcome giveCertificate(String chain, String key) {
        return told("certificate " + chain + " " + key);
    }

    @Override
    public Outcome forgetCertificate() {
        return told("forget certificate");
    }

    private synchronized Outcome told(String call) {
        calls.add(call);
        Outcome answer = nextAnswer.orElse(new Outcome.Accepted());
        nextAnswer = Optional.empty();
        return answer;
    }
}
