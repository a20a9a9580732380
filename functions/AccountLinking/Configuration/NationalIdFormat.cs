namespace AccountLinking.Configuration;

public enum NationalIdFormat
{
    /// <summary>Swedish personal and coordination numbers, twelve digits.</summary>
    Swedish,
}
