package dev.mlops.storage.spi;

/**
 * The state of the code that a run ran.
 *
 * @param id the commit's hash; up to 250 characters, one line, not blank
 * @param branch the branch that was checked out; up to 250 characters, empty where there was none
 * @param dirty whether files differed from the commit
 */
public record Commit(String id, String branch, boolean dirty) {

    /**
     * Checks the limits.
     *
     * @throws dev.mlops.InvalidException if one is broken
     */
    public Commit {
        Rules.name("commit", id);
        Rules.text("branch of commit " + id, branch, Rules.MAX_NAME);
    }
}
