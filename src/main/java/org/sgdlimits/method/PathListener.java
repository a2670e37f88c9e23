package org.sgdlimits.method;

/** Receives every replica's path, in the order of the replicas; paths are not kept otherwise. */
@FunctionalInterface
public interface PathListener {

    /** One path. */
    void accept(int replica, Path path);

    /** Keeps nothing. */
    static PathListener none() {
        return (replica, path) -> {};
    }
}
