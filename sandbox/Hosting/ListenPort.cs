namespace AccountLinking.Sandbox.Hosting;

/// <summary>A port to listen on, and the command-line option that sets it.</summary>
public sealed record ListenPort(int Number, string Option, bool Tls = false);
