package org.mathesar.launcher.setup;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.mathesar.launcher.concierge.Connector;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.storage.DataDirectory;

/** Lets Mathesar forget the passwords of installers whose connection was cut short. */
public final class InstallersChore implements Chore {
    private final DataDirectory data;
    private final BooleanSupplier connecting;

    /** @param connecting whether somebody connects a database now, which needs its installer until it ends */
    public InstallersChore(DataDirectory data, BooleanSupplier connecting) {
        this.data = data;
        this.connecting = connecting;
    }

    @Override
    public boolean isDue() {
        return !connecting.getAsBoolean() && Connector.wasCutShort(data);
    }

    @Override
    public Result work(MathesarRpc rpc, MathesarRpc.User administrator) {
        List<String> told = new Connector(rpc, administrator, data).forgetInstallers();
        return Connector.wasCutShort(data) ? new Result(told, true) : Result.DONE;
    }
}
