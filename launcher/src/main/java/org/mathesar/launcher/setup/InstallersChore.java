package org.mathesar.launcher.setup;

import java.util.List;
import org.mathesar.launcher.concierge.Connector;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.storage.DataDirectory;

/** Lets Mathesar forget the passwords of installers whose connection was cut short. */
public final class InstallersChore implements Chore {
    private final DataDirectory data;

    public InstallersChore(DataDirectory data) {
        this.data = data;
    }

    @Override
    public boolean isDue() {
        return Connector.wasCutShort(data);
    }

    @Override
    public Result work(MathesarRpc rpc, MathesarRpc.User administrator) {
        List<String> told = new Connector(rpc, administrator, data).forgetInstallers();
        return isDue() ? new Result(told, true) : Result.DONE;
    }
}
