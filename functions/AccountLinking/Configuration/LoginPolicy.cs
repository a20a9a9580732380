namespace AccountLinking.Configuration;

public enum LoginPolicy
{
    Continue,
    Deny,
}
