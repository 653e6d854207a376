package org.mathesar.launcher.contract;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.RpcException;

/** Passes calls on to the real Mathesar until one of them is the last. */
final class Interrupted {
    private Interrupted() {}

    /** Nothing but the death of the program: no code of ours treats it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Mathesar has done what this call asks for, and nobody is there to hear of it. */
    static MathesarRpc killedAfter(MathesarRpc rpc, int calls) {
        AtomicInteger made = new AtomicInteger();
        return proxy((_, method, arguments) -> {
            Object result = invoke(rpc, method, arguments);
            if (made.incrementAndGet() == calls) {
                throw new Killed();
            }
            return result;
        });
    }

    /** This one call is refused; those after it are not. */
    static MathesarRpc failingAt(MathesarRpc rpc, int calls) {
        AtomicInteger made = new AtomicInteger();
        return proxy((_, method, arguments) -> {
            if (made.incrementAndGet() == calls) {
                throw new RpcException(method.getName(), -31000, "It was not to be.");
            }
            return invoke(rpc, method, arguments);
        });
    }

    private static Object invoke(MathesarRpc rpc, java.lang.reflect.Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(rpc, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static MathesarRpc proxy(InvocationHandler handler) {
        return (MathesarRpc) Proxy.newProxyInstance(MathesarRpc.class.getClassLoader(),
                new Class<?>[]{MathesarRpc.class}, handler);
    }
}
