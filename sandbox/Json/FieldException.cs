namespace AccountLinking.Sandbox.Json;

/// <summary>A field is missing, mistyped, out of range or unknown; the message names it and says what is expected.</summary>
public sealed class FieldException(string message) : Exception(message);
