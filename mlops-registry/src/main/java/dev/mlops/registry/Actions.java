package dev.mlops.registry;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** What the registry calls its actions in a model's history. */
final class Actions {
    static final String CREATE = "create";
    static final String REGISTER = "register";
    static final String READY = "ready";
    static final String FAILED = "failed";
    static final String DESCRIBE = "describe";
    static final String TAG = "tag";
    static final String UNTAG = "untag";
    static final String ALIAS = "alias";
    static final String UNALIAS = "unalias";
    static final String APPROVE = "approve";
    static final String WITHDRAW = "withdraw";
    static final String PROMOTE = "promote";
    static final String REFUSE = "refuse";
    static final String ROLLBACK = "rollback";
    static final String REPRODUCE = "reproduce";
    static final String DELETING = "deleting";
    static final String DELETE = "delete";

    /** All of them. */
    static final Set<String> ALL = Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(
            CREATE, REGISTER, READY, FAILED, DESCRIBE, TAG, UNTAG, ALIAS, UNALIAS, PROMOTE, REFUSE, ROLLBACK, DELETING,
            DELETE)));

    private Actions() {}
}
