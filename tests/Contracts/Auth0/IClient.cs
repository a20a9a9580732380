using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Contracts.Auth0;

/// <summary>A client of the Management API that is held to the contract.</summary>
public interface IClient
{
    /// <summary>The value of <c>Auth0:Client</c>.</summary>
    static abstract string Setting { get; }

    /// <summary>What a host adds to the composition root so that it may be chosen.</summary>
    static abstract IServiceCollection AddTo(IServiceCollection services);
}
