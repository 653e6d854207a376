package org.mathesar.launcher.setup;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mathesar.launcher.concierge.Outcome;
import org.mathesar.launcher.concierge.RowSecurity;
import org.mathesar.launcher.concierge.WantedConnection;
import org.mathesar.launcher.concierge.WorkLine;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Purpose;
import org.mathesar.launcher.database.Report;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.RpcException;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Databases.RoleCheck;

/** The work of one session: each piece speaks to Mathesar anew, for it may have been started again in between. */
final class SessionWork implements ConnectWork {
    private final Supplier<MathesarRpc> mathesar;
    private final Function<MathesarRpc, ConnectWork> works;
    private final Turn turn;

    /** @param turn shared by all who change what is connected */
    SessionWork(Supplier<MathesarRpc> mathesar, Function<MathesarRpc, ConnectWork> works, Turn turn) {
        this.mathesar = mathesar;
        this.works = works;
        this.turn = turn;
    }

    /** A piece that may be interrupted. */
    private interface Piece<T> {
        T done(ConnectWork work) throws InterruptedException;
    }

    private <T> T waiting(Piece<T> piece) throws InterruptedException {
        try (MathesarRpc rpc = mathesar.get()) {
            return piece.done(works.apply(rpc));
        } catch (RpcException e) {
            throw new ProblemException(LiveDatabases.refused(e), e);
        }
    }

    private <T> T with(Function<ConnectWork, T> piece) {
        try (MathesarRpc rpc = mathesar.get()) {
            return piece.apply(works.apply(rpc));
        } catch (RpcException e) {
            throw new ProblemException(LiveDatabases.refused(e), e);
        }
    }

    @Override
    public Report examine(Database.External candidate, Purpose purpose, Consumer<Finding> live)
            throws InterruptedException {
        return waiting(work -> work.examine(candidate, purpose, live));
    }

    @Override
    public List<String> creates(WantedConnection wanted) {
        return with(work -> work.creates(wanted));
    }

    @Override
    public Prepared preparation(Database.External installer) {
        return with(work -> work.preparation(installer));
    }

    @Override
    public RoleCheck checkRole(Database.External role) throws InterruptedException {
        return waiting(work -> work.checkRole(role));
    }

    @Override
    public List<String> users() {
        return with(ConnectWork::users);
    }

    @Override
    public Outcome connect(WantedConnection wanted, Consumer<List<WorkLine>> progress) {
        return turn.awaited(() -> with(work -> work.connect(wanted, progress)));
    }

    @Override
    public Optional<RowSecurity> rows(Database.External role) {
        return with(work -> work.rows(role));
    }
}
