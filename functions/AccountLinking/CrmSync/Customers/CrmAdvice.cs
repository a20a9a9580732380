namespace AccountLinking.CrmSync.Customers;

/// <summary>What the operator does about it. Nothing of it comes from the CRM, but for a status.</summary>
internal static class CrmAdvice
{
    public static string For(CrmAnswer.Failed failed) => failed.Why switch
    {
        CrmFailure.Unreachable => "it cannot be reached, or breaks the connection: check Crm:Url, and the network's way out.",
        CrmFailure.TimedOut => "it did not answer within Crm:Timeout: look at its response times.",
        CrmFailure.Unavailable or CrmFailure.Broken => $"it answered with status {failed.Status}: look at its own log.",
        CrmFailure.RateLimited => "it limits calls (status 429), and is not asked again before it said.",
        CrmFailure.Unauthorized => $"it refused the key (status {failed.Status}): check Crm:ApiKey.",
        CrmFailure.Unexpected => $"it answered with status {failed.Status}, where 200 with a JSON object and 404 (but for a page of HTML) are understood: check Crm:Url.",
        CrmFailure.TooLarge => "its answer is larger than Crm:MaxBytes.",
        CrmFailure.Unreadable => "its answer is not a JSON object in UTF-8 in which each name stands once.",
        CrmFailure.NotAsked => "it was not asked, because it failed again and again just now, or has asked for patience.",
        _ => "there was no time left to ask it: look at Auth0's response times, or raise Webhooks:Budget.",
    };
}
