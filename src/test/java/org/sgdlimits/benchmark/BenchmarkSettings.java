package org.sgdlimits.benchmark;

import org.sgdlimits.method.RunSettings;

/** One replica on one thread, saved at its end only. */
final class BenchmarkSettings {

    static final RunSettings ONE_REPLICA =
            RunSettings.defaults().withPoints(1).withReplicas(1).withThreads(1);

    private BenchmarkSettings() {}
}
