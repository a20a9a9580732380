namespace AccountLinking.Sandbox.Hosting;

/// <summary>The sandbox cannot start; the message is one sentence for the person who started it.</summary>
public sealed class StartException(string message) : Exception(message);
