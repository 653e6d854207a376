package org.mathesar.launcher.address;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks several at the same time, each on a virtual thread of its own. */
final class Together {
    private Together() {}

    /** Something that waits for an answer. */
    interface Question<F, T> {
        T ask(F from) throws InterruptedException;
    }

    /** The answers in the order of whom they are from; an interrupt ends all. */
    static <F, T> List<T> each(Collection<F> all, Question<F, T> question) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> answers = new ArrayList<>();
            for (F one : all) {
                answers.add(threads.submit(() -> question.ask(one)));
            }
            List<T> results = new ArrayList<>();
            try {
                for (Future<T> answer : answers) {
                    results.add(answer.get());
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } finally {
                threads.shutdownNow();
            }
            return results;
        }
    }
}
