using Scenes.Data;
using Scenes.Runtime;

namespace Scenes.Reporting;

public sealed partial class Study
{
    /// <summary>Looks at every image of the set once and shows how far it is.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public AuditReport Audit() => DatasetAudit.Run(Dataset, progress: new CountLine(Dataset.Images.Count, "images looked at"), cancellation: Cancellation);
}
