using AccountLinking.Auth0;
using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;

namespace AccountLinking.SelfService;

/// <summary>A request of somebody of whom it is known who they are.</summary>
internal sealed record PersonalRequest(HttpContext Context, Caller Caller, ObservedRequest Observed, RequestBudget Budget);
