namespace AccountLinking.Linking;

/// <summary>Why an outcome is what it is: the <c>reason</c> of the answer.</summary>
public static class Reason
{
    public const string NoRuleEnabled = "no_rule_enabled";
    public const string UntrustedConnection = "untrusted_connection";
    public const string ConnectionMismatch = "connection_mismatch";
    public const string SsnMissing = "ssn_missing";
    public const string SsnInvalid = "ssn_invalid";
    public const string NoEmail = "no_email";
    public const string EmailUnverified = "email_unverified";
    public const string UserNotFound = "user_not_found";

    public const string UserBlocked = "user_blocked";
    public const string UserMfa = "user_mfa";
    public const string NationalIdConflict = "national_id_conflict";
    public const string CandidateGone = "candidate_gone";
    public const string CandidateBlocked = "candidate_blocked";
    public const string CandidateConnectionUntrusted = "candidate_connection_untrusted";
    public const string CandidateMfa = "candidate_mfa";
    public const string CandidateUnverified = "candidate_unverified";
    public const string SeparatedBefore = "separated_before";
    public const string ConnectionUnknown = "connection_unknown";
    public const string ProfileTooLarge = "profile_too_large";
}
