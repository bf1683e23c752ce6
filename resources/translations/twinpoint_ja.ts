<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Refresh</source>
        <translation>更新(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Snapshot…</source>
        <translation>スナップショット(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>検索(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Cancel Run</source>
        <translation>実行をキャンセル(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Physical Machines</source>
        <translation>物理マシン(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Virtual Machines</source>
        <translation>仮想マシン(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Snapshots</source>
        <translation>スナップショット(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Alerts</source>
        <translation>アラート(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Tree</source>
        <translation>ツリー(&amp;T)</translation>
    </message>
    <message>
        <source>Pr&amp;ogress</source>
        <translation>進行状況(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Twinpoint Help</source>
        <translation>Twinpoint ヘルプ(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>ライト(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>ダーク(&amp;D)</translation>
    </message>
    <message>
        <source>As the &amp;Desktop</source>
        <translation>デスクトップの設定に従う(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation>システム(&amp;S)</translation>
    </message>
    <message>
        <source>V&amp;M</source>
        <translation>仮想マシン(&amp;M)</translation>
    </message>
    <message>
        <source>S&amp;napshot</source>
        <translation>スナップショット(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>表示(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>ヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>言語(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>テーマ(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Enable Snapshots</source>
        <translation>スナップショットを有効にする(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Disable Snapshots</source>
        <translation>スナップショットを無効にする(&amp;D)</translation>
    </message>
</context>
<context>
    <name>AlertBanner</name>
    <message>
        <source>All Alerts ({count})</source>
        <translation>すべてのアラート ({count})</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>確認済みにする</translation>
    </message>
</context>
<context>
    <name>AlertTableModel</name>
    <message>
        <source>Time</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>Concerns</source>
        <translation>対象</translation>
    </message>
    <message>
        <source>What Happened</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>AlertsPage</name>
    <message>
        <source>What happened</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>対処方法</translation>
    </message>
    <message>
        <source>Concerns</source>
        <translation>対象</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>アラート</translation>
    </message>
    <message>
        <source>Copy Details</source>
        <translation>詳細をコピー</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>確認済みにする</translation>
    </message>
    <message>
        <source>Nothing needs your attention</source>
        <translation>対応が必要な事項はありません</translation>
    </message>
    <message>
        <source>Failures, failovers and PMs out of reach are listed here until dismissed.</source>
        <translation>失敗、フェールオーバー、応答しない PM は、確認済みにするまでここに表示されます。</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>Twinpoint</source>
        <translation>Twinpoint</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Command</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Copy Details</source>
        <translation>詳細をコピー</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Something went wrong inside the console.</source>
        <translation>コンソールの内部で問題が発生しました。</translation>
    </message>
    <message>
        <source>Nothing on the PMs depends on this window: a run goes on there. Copy the details and report them; then choose System &gt; Refresh.</source>
        <translation>PM 上の処理はこのウィンドウに依存せず、実行中のスナップショットは PM 上で続行されます。詳細をコピーして報告し、[システム] &gt; [更新] を選択してください。</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>{size}/s</source>
        <translation>{size}/秒</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number}%</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>たった今</translation>
    </message>
    <message>
        <source>{count} min ago</source>
        <translation>{count} 分前</translation>
    </message>
    <message>
        <source>{count} h ago</source>
        <translation>{count} 時間前</translation>
    </message>
    <message>
        <source>{count} d ago</source>
        <translation>{count} 日前</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} 秒</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} 分</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 時間 {minutes} 分</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Twinpoint Help</source>
        <translation>Twinpoint ヘルプ</translation>
    </message>
    <message>
        <source>Version {version}. Apache License 2.0.</source>
        <translation>バージョン {version}。Apache License 2.0。</translation>
    </message>
    <message>
        <source>1. Select a VM in the tree.
2. Press Snapshot, check the volumes, and press Create Snapshot.
3. The snapshot is kept on both PMs once its icon turns from broken to normal.</source>
        <translation>1. ツリーで仮想マシンを選択します。
2. [スナップショット] を押し、ボリュームを確認して [スナップショットを作成] を押します。
3. アイコンが破損から正常に変わると、スナップショットは両方の PM に保存されています。</translation>
    </message>
    <message>
        <source>Log of this console: {file}</source>
        <translation>このコンソールのログ: {file}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー操作</translation>
    </message>
</context>
<context>
    <name>MachineTableModel</name>
    <message>
        <source>{free} of {total}</source>
        <translation>{total} 中 {free}</translation>
    </message>
    <message>
        <source>last seen {time}</source>
        <translation>最終確認 {time}</translation>
    </message>
    <message>
        <source>snapshots in progress: {count}</source>
        <translation>実行中のスナップショット: {count}</translation>
    </message>
    <message>
        <source>none</source>
        <comment>no activity</comment>
        <translation>なし</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>アクティビティ</translation>
    </message>
    <message>
        <source>Free for Snapshots</source>
        <translation>スナップショット用の空き</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>バージョン</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Twinpoint – {system}</source>
        <translation>Twinpoint – {system}</translation>
    </message>
    <message>
        <source>Twinpoint</source>
        <translation>Twinpoint</translation>
    </message>
</context>
<context>
    <name>PhysicalMachinesPage</name>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>対処方法</translation>
    </message>
    <message>
        <source>by {name}, since {time}</source>
        <translation>{name} が {time} に開始</translation>
    </message>
    <message>
        <source>Maintenance mode</source>
        <translation>メンテナンス モード</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>権限</translation>
    </message>
    <message>
        <source>You may look, but not change anything.</source>
        <translation>表示のみ可能です。変更はできません。</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最終確認</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Snapshots are kept in</source>
        <translation>スナップショットの保存先</translation>
    </message>
    <message>
        <source>{free} free of {total}</source>
        <translation>{total} 中 {free} の空き</translation>
    </message>
    <message>
        <source>Disk space there</source>
        <translation>保存先のディスク容量</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Host UUID</source>
        <translation>ホスト UUID</translation>
    </message>
    <message>
        <source>Physical Machines</source>
        <translation>物理マシン</translation>
    </message>
</context>
<context>
    <name>ProgressPanel</name>
    <message>
        <source>Progress</source>
        <translation>進行状況</translation>
    </message>
    <message>
        <source>Cancel Run</source>
        <translation>実行をキャンセル</translation>
    </message>
</context>
<context>
    <name>RecordTable</name>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
</context>
<context>
    <name>RunTableModel</name>
    <message>
        <source>VM</source>
        <translation>仮想マシン</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進行状況</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Time Left</source>
        <translation>残り時間</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>Started By</source>
        <translation>開始したユーザー</translation>
    </message>
</context>
<context>
    <name>Runs</name>
    <message>
        <source>Waiting for {pm}</source>
        <translation>{pm} を待機中</translation>
    </message>
    <message>
        <source>Replicating to {pm}</source>
        <translation>{pm} にレプリケート中</translation>
    </message>
    <message>
        <source>Cancelled; nothing was left behind</source>
        <translation>キャンセル済み (残存データなし)</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Failed by a failover; start a new snapshot</source>
        <translation>フェールオーバーにより失敗。新しいスナップショットを開始してください</translation>
    </message>
    <message>
        <source>Failed: {cause}</source>
        <translation>失敗: {cause}</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{total} 中 {done}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>残り {time}</translation>
    </message>
    <message>
        <source>{vm}: {step}</source>
        <translation>{vm}: {step}</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>{step}: {done} of {total}, {rate} per second</source>
        <translation>{step}: {total} 中 {done}、毎秒 {rate}</translation>
    </message>
    <message>
        <source>{pm}: {done} of {total} read</source>
        <translation>{pm}: {total} 中 {done} を読み取り済み</translation>
    </message>
    <message>
        <source>The primary PM has taken the run over (snapshot {snapshot}).</source>
        <translation>プライマリ PM が処理を引き継ぎました (スナップショット {snapshot})。</translation>
    </message>
    <message>
        <source>The guest was frozen for {milliseconds} ms (file systems: {filesystems}).</source>
        <translation>ゲストは {milliseconds} ミリ秒間フリーズされました (ファイル システム: {filesystems})。</translation>
    </message>
    <message>
        <source>The link to {pm} is lost. The run goes on there and is followed again as soon as the link is back.</source>
        <translation>{pm} への接続が失われました。処理は {pm} 上で続行され、接続が回復すると表示も再開されます。</translation>
    </message>
    <message>
        <source>System {system} was read.</source>
        <translation>システム {system} の状態を取得しました。</translation>
    </message>
    <message>
        <source>{consistency}: {reason}</source>
        <translation>{consistency}: {reason}</translation>
    </message>
    <message>
        <source>{pm}: {subject}: {problem}</source>
        <translation>{pm}: {subject}: {problem}</translation>
    </message>
    <message>
        <source>{pm}: {subject}: in order ({detail})</source>
        <translation>{pm}: {subject}: 正常 ({detail})</translation>
    </message>
    <message>
        <source>{pm}: {subject}: in order</source>
        <translation>{pm}: {subject}: 正常</translation>
    </message>
    <message>
        <source>{vm} moved from {pm} to {now_on} before its snapshot was whole on {pm}, so the snapshot failed.</source>
        <translation>スナップショットが {pm} 上で完成する前に {vm} が {pm} から {now_on} に移ったため、スナップショットは失敗しました。</translation>
    </message>
    <message>
        <source>{vm} stopped running on {pm} before its snapshot was whole there, so the snapshot failed.</source>
        <translation>スナップショットが {pm} 上で完成する前に {vm} が {pm} での実行を停止したため、スナップショットは失敗しました。</translation>
    </message>
    <message>
        <source>Start a new snapshot of {vm} as soon as it runs steadily. What was written of the failed one is deleted automatically on both PMs, and {vm} itself was not touched.</source>
        <translation>{vm} の動作が安定したら、新しいスナップショットを開始してください。失敗したスナップショットのデータは両方の PM から自動的に削除されます。{vm} の動作には影響していません。</translation>
    </message>
    <message>
        <source>{vm} was started or its volumes were changed while they were read. The snapshot failed and is cleared away.</source>
        <translation>読み取り中に {vm} が起動されたか、ボリュームが変更されました。スナップショットは失敗し、そのデータは削除されます。</translation>
    </message>
    <message>
        <source>Start a new snapshot of {vm}.</source>
        <translation>{vm} の新しいスナップショットを開始してください。</translation>
    </message>
    <message>
        <source>The guest of {vm} could not be frozen, and application consistency was required. The snapshot is cleared away.</source>
        <translation>アプリケーション整合性が必須に指定されていますが、{vm} のゲストをフリーズできませんでした。スナップショットのデータは削除されます。</translation>
    </message>
    <message>
        <source>Look into the log of qemu-guest-agent in the guest (on Windows: the VSS writers, vssadmin list writers), then try again; or allow a crash-consistent snapshot.</source>
        <translation>ゲスト内の qemu-guest-agent のログ (Windows の場合は vssadmin list writers で VSS ライター) を確認してから再試行するか、クラッシュ整合性のスナップショットを許可してください。</translation>
    </message>
    <message>
        <source>Disk space on {pm} was running out ({path}: {free} left), and the snapshot was ended before the disk was full.</source>
        <translation>{pm} のディスク容量が不足してきたため ({path}: 残り {free})、ディスクがいっぱいになる前にスナップショットを終了しました。</translation>
    </message>
    <message>
        <source>Free disk space on {pm}, then start a new snapshot. The VM was not affected.</source>
        <translation>{pm} のディスク容量を空けてから、新しいスナップショットを開始してください。仮想マシンへの影響はありません。</translation>
    </message>
    <message>
        <source>A write of the snapshot job failed, and QEMU paused {vm}. The job was ended.</source>
        <translation>スナップショット ジョブの書き込みが失敗し、QEMU が {vm} を一時停止しました。ジョブは終了されました。</translation>
    </message>
    <message>
        <source>{vm} was resumed and runs again. Check the disk that holds the containers, then start a new snapshot.</source>
        <translation>{vm} は再開され、実行中です。コンテナが置かれているディスクを確認してから、新しいスナップショットを開始してください。</translation>
    </message>
    <message>
        <source>Free disk space on the primary PM, then resume {vm} (virsh resume {vm}).</source>
        <translation>プライマリ PM のディスク容量を空けてから、{vm} を再開してください (virsh resume {vm})。</translation>
    </message>
    <message>
        <source>The data of {vm} could not be copied. The snapshot is cleared away; the VM was not affected.</source>
        <translation>{vm} のデータをコピーできませんでした。スナップショットのデータは削除されます。仮想マシンへの影響はありません。</translation>
    </message>
    <message>
        <source>Copy the details and look into the log of {vm} on its primary PM (/var/log/libvirt/qemu), then start a new snapshot.</source>
        <translation>詳細をコピーし、プライマリ PM 上の {vm} のログ (/var/log/libvirt/qemu) を確認してから、新しいスナップショットを開始してください。</translation>
    </message>
    <message>
        <source>What was written on {pm} does not match what should have been written. The snapshot is cleared away.</source>
        <translation>{pm} に書き込まれた内容が、書き込むべき内容と一致しません。スナップショットのデータは削除されます。</translation>
    </message>
    <message>
        <source>Check the disks and the memory of {pm}, then start a new snapshot.</source>
        <translation>{pm} のディスクとメモリを確認してから、新しいスナップショットを開始してください。</translation>
    </message>
    <message>
        <source>The snapshot job of {vm} on {pm} ended without a word.</source>
        <translation>{pm} 上の {vm} のスナップショット ジョブが、理由を残さずに終了しました。</translation>
    </message>
    <message>
        <source>A snapshot job on {pm} ended without a word.</source>
        <translation>{pm} 上のスナップショット ジョブが、理由を残さずに終了しました。</translation>
    </message>
    <message>
        <source>Check whether {pm} was restarted or ran out of memory (journalctl -b -1), then start a new snapshot. What was left of the old one is cleared away.</source>
        <translation>{pm} が再起動されていないか、メモリ不足になっていないかを確認し (journalctl -b -1)、新しいスナップショットを開始してください。以前のスナップショットの残りは削除されます。</translation>
    </message>
    <message>
        <source>The snapshot was cancelled by {by}.</source>
        <translation>スナップショットは {by} によってキャンセルされました。</translation>
    </message>
    <message>
        <source>The snapshot was cancelled.</source>
        <translation>スナップショットはキャンセルされました。</translation>
    </message>
    <message>
        <source>Nothing of it is left behind. Start a new snapshot whenever you like.</source>
        <translation>データは残っていません。新しいスナップショットはいつでも開始できます。</translation>
    </message>
    <message>
        <source>The snapshot is whole on {pm}; replication to {peer} waits until {peer} is back.</source>
        <translation>スナップショットは {pm} 上では完成しています。{peer} へのレプリケーションは {peer} の復帰を待っています。</translation>
    </message>
    <message>
        <source>Bring {peer} back; replication is then taken up by itself. Until then only {pm} holds the snapshot.</source>
        <translation>{peer} を復帰させてください。レプリケーションは自動的に再開されます。それまでスナップショットは {pm} だけに保存されています。</translation>
    </message>
    <message>
        <source>The snapshot of {vm} is only crash-consistent: {reason}</source>
        <translation>{vm} のスナップショットはクラッシュ整合性です: {reason}</translation>
    </message>
    <message>
        <source>Look into the log of qemu-guest-agent in the guest, then take another snapshot if you need application consistency.</source>
        <translation>ゲスト内の qemu-guest-agent のログを確認し、アプリケーション整合性が必要な場合は、もう一度スナップショットを作成してください。</translation>
    </message>
    <message>
        <source>The guest of {vm} was thawed by the guard, because the snapshot job did not thaw it in time.</source>
        <translation>スナップショット ジョブが時間内にフリーズを解除しなかったため、監視プロセスが {vm} のゲストのフリーズを解除しました。</translation>
    </message>
    <message>
        <source>{vm} runs as usual. Check the load of its primary PM and of the disk that holds the containers.</source>
        <translation>{vm} は通常どおり実行中です。プライマリ PM と、コンテナが置かれているディスクの負荷を確認してください。</translation>
    </message>
    <message>
        <source>The guest of {vm} could not be thawed yet; Twinpoint keeps trying.</source>
        <translation>{vm} のゲストのフリーズをまだ解除できていません。Twinpoint は解除を試み続けます。</translation>
    </message>
    <message>
        <source>If programs in {vm} hang, run virsh domfsthaw {vm} on its primary PM, or restart qemu-guest-agent in the guest.</source>
        <translation>{vm} 内のプログラムが停止している場合は、プライマリ PM で virsh domfsthaw {vm} を実行するか、ゲスト内の qemu-guest-agent を再起動してください。</translation>
    </message>
    <message>
        <source>The files of this snapshot on {pm} do not match what was written.</source>
        <translation>{pm} 上のこのスナップショットのファイルが、書き込まれた内容と一致しません。</translation>
    </message>
    <message>
        <source>Check the disks of {pm}. Run “twinpointctl repair”, which fetches the files from the other PM where it can.</source>
        <translation>{pm} のディスクを確認してください。「twinpointctl repair」を実行すると、可能な場合はもう一方の PM からファイルを取得します。</translation>
    </message>
    <message>
        <source>Snapshot {name} of {vm} is damaged on both PMs; neither can replace the other.</source>
        <translation>{vm} のスナップショット {name} は両方の PM で損傷しているため、一方から復元できません。</translation>
    </message>
    <message>
        <source>Take a new snapshot of {vm} now: it does not build on the damaged one. Check the disks of both PMs.</source>
        <translation>今すぐ {vm} の新しいスナップショットを作成してください。損傷したスナップショットは使用されません。両方の PM のディスクを確認してください。</translation>
    </message>
    <message>
        <source>The newest snapshot of {vm} on {pm} differs from {vm} itself in places that {vm} has not written to since.</source>
        <translation>{pm} 上の {vm} の最新のスナップショットが、その後書き込みのない箇所で {vm} の内容と異なっています。</translation>
    </message>
    <message>
        <source>Take a new snapshot of {vm}: it reads everything again. Verify the older ones (“twinpointctl snapshot verify”) and check the disks and the memory of {pm}.</source>
        <translation>{vm} の新しいスナップショットを作成してください。すべてのデータが読み取り直されます。以前のスナップショットを検証し (「twinpointctl snapshot verify」)、{pm} のディスクとメモリを確認してください。</translation>
    </message>
    <message>
        <source>A record on {pm} cannot be read: {path}.</source>
        <translation>{pm} 上の記録を読み取れません: {path}</translation>
    </message>
    <message>
        <source>If a newer Twinpoint wrote it, update this console. Otherwise run “twinpointctl repair”. The record is left as it is.</source>
        <translation>新しいバージョンの Twinpoint が書き込んだ記録であれば、このコンソールを更新してください。それ以外の場合は「twinpointctl repair」を実行してください。記録は変更されません。</translation>
    </message>
    <message>
        <source>{pm} reported something that this version of Twinpoint has no words for.</source>
        <translation>{pm} から、このバージョンの Twinpoint では説明できない報告がありました。</translation>
    </message>
    <message>
        <source>Something went wrong that this version of Twinpoint has no words for.</source>
        <translation>このバージョンの Twinpoint では説明できない問題が発生しました。</translation>
    </message>
    <message>
        <source>Copy the details. A newer Twinpoint may know what this means; the log of this console tells more (Help &gt; Twinpoint Help shows where it is).</source>
        <translation>詳細をコピーしてください。新しいバージョンの Twinpoint では説明が表示される可能性があります。詳しくはこのコンソールのログを参照してください (場所は [ヘルプ] &gt; [Twinpoint ヘルプ] に表示されます)。</translation>
    </message>
    <message>
        <source>{pm} does not answer.</source>
        <translation>{pm} が応答しません。</translation>
    </message>
    <message>
        <source>Check that {pm} is switched on and that its network and SSH service work. Twinpoint keeps trying; “twinpointctl system check” shows what it gets.</source>
        <translation>{pm} の電源が入っていること、ネットワークと SSH サービスが動作していることを確認してください。Twinpoint は接続を試み続けます。「twinpointctl system check」で接続の結果を確認できます。</translation>
    </message>
    <message>
        <source>The host key of {pm} is not known yet ({host}: {key_type} {fingerprint}).</source>
        <translation>{pm} のホスト鍵はまだ登録されていません ({host}: {key_type} {fingerprint})。</translation>
    </message>
    <message>
        <source>Compare the fingerprint with the one shown on {pm} itself (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub). If they are the same, log in once with ssh {host} so that the key is kept in known_hosts.</source>
        <translation>フィンガープリントを {pm} 上で表示したもの (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub) と比較してください。同じであれば、ssh {host} で一度ログインし、鍵を known_hosts に登録してください。</translation>
    </message>
    <message>
        <source>{pm} shows another host key than before ({host}: {key_type} {fingerprint}). Somebody may be listening, or {pm} was installed anew.</source>
        <translation>{pm} のホスト鍵が以前と異なります ({host}: {key_type} {fingerprint})。通信が傍受されているか、{pm} が再インストールされた可能性があります。</translation>
    </message>
    <message>
        <source>Do not go on until you know why. If {pm} was installed anew, compare the fingerprint there, then remove the old key with ssh-keygen -R {host} and log in once with ssh {host}.</source>
        <translation>原因がわかるまで続行しないでください。{pm} が再インストールされた場合は、{pm} 上でフィンガープリントを比較してから、ssh-keygen -R {host} で古い鍵を削除し、ssh {host} で一度ログインしてください。</translation>
    </message>
    <message>
        <source>{pm} does not let {user} log in.</source>
        <translation>{user} は {pm} にログインできません。</translation>
    </message>
    <message>
        <source>Add your public key to ~/.ssh/authorized_keys of {user} on {pm}, and make sure that your SSH agent holds the private key.</source>
        <translation>公開鍵を {pm} の {user} の ~/.ssh/authorized_keys に追加し、秘密鍵が SSH エージェントに登録されていることを確認してください。</translation>
    </message>
    <message>
        <source>{user} may look at {pm} but not change anything there: sudo -n is refused.</source>
        <translation>{user} は {pm} の状態を表示できますが、変更はできません: sudo -n が拒否されました。</translation>
    </message>
    <message>
        <source>Allow {user} on {pm} to run commands as root without a password (a file in /etc/sudoers.d), or let Twinpoint log in as root.</source>
        <translation>{pm} で {user} がパスワードなしで root としてコマンドを実行できるようにするか (/etc/sudoers.d のファイル)、Twinpoint が root としてログインするように設定してください。</translation>
    </message>
    <message>
        <source>libvirt on {pm} refuses {user}.</source>
        <translation>{pm} の libvirt が {user} を拒否しました。</translation>
    </message>
    <message>
        <source>Add {user} on {pm} to the group libvirt (usermod -aG libvirt {user}), then choose System &gt; Refresh.</source>
        <translation>{pm} で {user} をグループ libvirt に追加し (usermod -aG libvirt {user})、[システム] &gt; [更新] を選択してください。</translation>
    </message>
    <message>
        <source>{pm} is reachable, but its libvirt does not answer.</source>
        <translation>{pm} には接続できますが、libvirt が応答しません。</translation>
    </message>
    <message>
        <source>Start libvirt on {pm} (systemctl start libvirtd, or virtqemud). Twinpoint notices by itself.</source>
        <translation>{pm} で libvirt を起動してください (systemctl start libvirtd または virtqemud)。Twinpoint は自動的に検出します。</translation>
    </message>
    <message>
        <source>{pm} is in maintenance mode (by {by}, since {since}).</source>
        <translation>{pm} はメンテナンス モードです ({by} が {since} に開始)。</translation>
    </message>
    <message>
        <source>{pm} is in maintenance mode.</source>
        <translation>{pm} はメンテナンス モードです。</translation>
    </message>
    <message>
        <source>Take {pm} out of maintenance mode when the work on it is done; Twinpoint notices by itself.</source>
        <translation>作業が終わったら {pm} のメンテナンス モードを終了してください。Twinpoint は自動的に検出します。</translation>
    </message>
    <message>
        <source>{pm} is synchronizing.</source>
        <translation>{pm} は同期中です。</translation>
    </message>
    <message>
        <source>Wait until {pm} is in step again; the Physical Machines page shows its state. No action is needed.</source>
        <translation>{pm} の同期が完了するまでお待ちください。状態は [物理マシン] ページに表示されます。操作は必要ありません。</translation>
    </message>
    <message>
        <source>{tool} on {pm} is too old: version {found}; {needed} or newer is needed.</source>
        <translation>{pm} の {tool} は古すぎます: バージョン {found}。{needed} 以降が必要です。</translation>
    </message>
    <message>
        <source>{tool} is missing on {pm}.</source>
        <translation>{pm} に {tool} がありません。</translation>
    </message>
    <message>
        <source>Install or update {tool} on {pm}, then choose System &gt; Refresh.</source>
        <translation>{pm} に {tool} をインストールするか、更新してから、[システム] &gt; [更新] を選択してください。</translation>
    </message>
    <message>
        <source>Both addresses of the system lead to the same host, {pm} ({uuid}).</source>
        <translation>システムの 2 つのアドレスが、同じホスト {pm} ({uuid}) を指しています。</translation>
    </message>
    <message>
        <source>Give the system the addresses of two different hosts: remove it and add it again with “twinpointctl system remove” and “twinpointctl system add”. If the hosts are clones, give one of them a new host_uuid in /etc/libvirt/libvirtd.conf.</source>
        <translation>異なる 2 台のホストのアドレスを指定してください: 「twinpointctl system remove」と「twinpointctl system add」でシステムを削除し、追加し直します。複製したホストの場合は、一方の /etc/libvirt/libvirtd.conf に新しい host_uuid を設定してください。</translation>
    </message>
    <message>
        <source>{pm} cannot reach {peer} to replicate snapshots.</source>
        <translation>{pm} から {peer} にスナップショットをレプリケートできません。</translation>
    </message>
    <message>
        <source>Make sure that {pm} reaches the SSH port of {peer}, then run “twinpointctl system check”, which sets up the link between the PMs again.</source>
        <translation>{pm} から {peer} の SSH ポートに接続できることを確認してから、「twinpointctl system check」を実行してください。PM 間の接続が再設定されます。</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>synchronizing</source>
        <translation>同期中</translation>
    </message>
    <message>
        <source>maintenance mode</source>
        <translation>メンテナンス モード</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>libvirt 停止</translation>
    </message>
    <message>
        <source>unreachable</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>booting</source>
        <translation>ブート中</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>停止中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>paused by a disk error</source>
        <translation>ディスク エラーで一時停止</translation>
    </message>
    <message>
        <source>crashed</source>
        <translation>クラッシュ</translation>
    </message>
    <message>
        <source>migrating</source>
        <translation>移行中</translation>
    </message>
    <message>
        <source>suspended</source>
        <translation>サスペンド</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>破損</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>being written</source>
        <translation>書き込み中</translation>
    </message>
    <message>
        <source>whole and verified</source>
        <translation>完全 (検証済み)</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>損傷</translation>
    </message>
    <message>
        <source>failed; being cleared away</source>
        <translation>失敗 (削除中)</translation>
    </message>
    <message>
        <source>not known: the PM is out of reach</source>
        <translation>不明 (PM が応答しません)</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>全体</translation>
    </message>
    <message>
        <source>what changed since the last snapshot</source>
        <translation>前回のスナップショットからの変更分</translation>
    </message>
    <message>
        <source>what differs, found by comparing</source>
        <translation>比較で検出した差分</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>確認中</translation>
    </message>
    <message>
        <source>announcing to both PMs</source>
        <translation>両方の PM に通知中</translation>
    </message>
    <message>
        <source>freezing the guest</source>
        <translation>ゲストをフリーズ中</translation>
    </message>
    <message>
        <source>taking the snapshot</source>
        <translation>スナップショットを作成中</translation>
    </message>
    <message>
        <source>thawing the guest</source>
        <translation>ゲストのフリーズを解除中</translation>
    </message>
    <message>
        <source>replicating</source>
        <translation>レプリケート中</translation>
    </message>
    <message>
        <source>verifying</source>
        <translation>検証中</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Application-consistent</source>
        <translation>アプリケーション整合性</translation>
    </message>
    <message>
        <source>Crash-consistent</source>
        <translation>クラッシュ整合性</translation>
    </message>
    <message>
        <source>the guest agent answers and freezes the guest.</source>
        <translation>ゲスト エージェントが応答し、ゲストをフリーズします。</translation>
    </message>
    <message>
        <source>the guest was shut down in an orderly way.</source>
        <translation>ゲストは正常にシャットダウンされています。</translation>
    </message>
    <message>
        <source>the VM was off without an orderly shutdown.</source>
        <translation>仮想マシンは、正常なシャットダウンを経ずに停止しています。</translation>
    </message>
    <message>
        <source>the VM has no channel for a guest agent.</source>
        <translation>仮想マシンにゲスト エージェント用のチャネルがありません。</translation>
    </message>
    <message>
        <source>the guest agent does not answer.</source>
        <translation>ゲスト エージェントが応答しません。</translation>
    </message>
    <message>
        <source>the guest agent could not freeze the guest.</source>
        <translation>ゲスト エージェントがゲストをフリーズできませんでした。</translation>
    </message>
    <message>
        <source>not every file system could be frozen.</source>
        <translation>一部のファイル システムをフリーズできませんでした。</translation>
    </message>
    <message>
        <source>the guest thawed before the point was fixed.</source>
        <translation>時点が確定する前にゲストのフリーズが解除されました。</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>応答あり</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>not set up</source>
        <translation>未設定</translation>
    </message>
    <message>
        <source>BIOS</source>
        <translation>BIOS</translation>
    </message>
    <message>
        <source>UEFI</source>
        <translation>UEFI</translation>
    </message>
    <message>
        <source>it is a device handed through to the guest</source>
        <translation>ゲストにパススルーされたデバイスです</translation>
    </message>
    <message>
        <source>it is a network disk without snapshot support</source>
        <translation>スナップショットに対応していないネットワーク ディスクです</translation>
    </message>
    <message>
        <source>it is read-only</source>
        <translation>読み取り専用です</translation>
    </message>
    <message>
        <source>it has no medium</source>
        <translation>メディアがありません</translation>
    </message>
    <message>
        <source>its writes are discarded at shutdown</source>
        <translation>書き込みがシャットダウン時に破棄されます</translation>
    </message>
    <message>
        <source>its format is neither qcow2 nor raw</source>
        <translation>形式が qcow2 でも raw でもありません</translation>
    </message>
    <message>
        <source>a snapshot is being taken</source>
        <translation>スナップショットを作成中</translation>
    </message>
    <message>
        <source>snapshots are being merged</source>
        <translation>スナップショットを統合中</translation>
    </message>
    <message>
        <source>a snapshot is being replicated</source>
        <translation>スナップショットをレプリケート中</translation>
    </message>
    <message>
        <source>it is being compared with its snapshot</source>
        <translation>スナップショットと比較中</translation>
    </message>
    <message>
        <source>an unfinished run is being cleared away</source>
        <translation>未完了の実行を削除中</translation>
    </message>
    <message>
        <source>There is no VM {vm} in this system.</source>
        <translation>このシステムに仮想マシン {vm} はありません。</translation>
    </message>
    <message>
        <source>Choose a VM from the list; “twinpointctl vm list” shows all of them.</source>
        <translation>一覧から仮想マシンを選択してください。「twinpointctl vm list」ですべての仮想マシンを表示できます。</translation>
    </message>
    <message>
        <source>{vm} boots with UEFI firmware. Twinpoint takes snapshots only of VMs that boot with BIOS firmware.</source>
        <translation>{vm} は UEFI ファームウェアでブートします。Twinpoint がスナップショットを作成できるのは、BIOS ファームウェアでブートする仮想マシンだけです。</translation>
    </message>
    <message>
        <source>Protect {vm} with a backup made inside the guest, or install the guest anew in a VM with BIOS firmware.</source>
        <translation>{vm} はゲスト内のバックアップで保護するか、BIOS ファームウェアの仮想マシンにゲストをインストールし直してください。</translation>
    </message>
    <message>
        <source>{vm} is in the state “{state}”; snapshots are taken of running and of stopped VMs.</source>
        <translation>{vm} の状態は「{state}」です。スナップショットを作成できるのは、実行中または停止状態の仮想マシンです。</translation>
    </message>
    <message>
        <source>Wait until {vm} is running, or start it, resume it or shut it down, and then take the snapshot.</source>
        <translation>{vm} が実行中になるのを待つか、起動、再開、またはシャットダウンしてから、スナップショットを作成してください。</translation>
    </message>
    <message>
        <source>{vm} runs on both PMs at the same time. Its volumes are in danger.</source>
        <translation>{vm} が両方の PM で同時に実行されています。ボリュームが破壊されるおそれがあります。</translation>
    </message>
    <message>
        <source>Power off {vm} at once on the PM where it should not run, and check its data before you go on. Twinpoint leaves {vm} alone until then.</source>
        <translation>{vm} を実行すべきでない方の PM で直ちに電源オフにし、データを確認してから続行してください。それまで Twinpoint は {vm} を操作しません。</translation>
    </message>
    <message>
        <source>The boot volume {target} of {vm} was left out; every snapshot includes it.</source>
        <translation>{vm} のブート ボリューム {target} が含まれていません。スナップショットには必ずブート ボリュームが必要です。</translation>
    </message>
    <message>
        <source>Include {target}: without its boot volume a snapshot cannot become a VM again.</source>
        <translation>{target} を含めてください。ブート ボリュームのないスナップショットから仮想マシンを作成することはできません。</translation>
    </message>
    <message>
        <source>It cannot be told which volume {vm} boots from.</source>
        <translation>{vm} のブート ボリュームを特定できません。</translation>
    </message>
    <message>
        <source>Mark the boot volume in the VM&apos;s definition (virsh edit {vm}: &lt;boot order=&apos;1&apos;/&gt; in the disk it boots from).</source>
        <translation>仮想マシンの定義でブート ボリュームを指定してください (virsh edit {vm}: ブートするディスクに &lt;boot order=&apos;1&apos;/&gt;)。</translation>
    </message>
    <message>
        <source>{vm} has no volume {target}.</source>
        <translation>{vm} にボリューム {target} はありません。</translation>
    </message>
    <message>
        <source>“twinpointctl vm show {vm}” lists its volumes.</source>
        <translation>「twinpointctl vm show {vm}」でボリュームの一覧を表示できます。</translation>
    </message>
    <message>
        <source>Volume {target} of {vm} cannot be captured: {obstacle}.</source>
        <translation>{vm} のボリューム {target} はキャプチャできません: {obstacle}。</translation>
    </message>
    <message>
        <source>Untick {target} to take the snapshot without it. If it is the boot volume, move its data to a qcow2 or raw disk first.</source>
        <translation>{target} のチェックを外すと、このボリュームを除いてスナップショットを作成できます。ブート ボリュームの場合は、先にデータを qcow2 または raw のディスクに移してください。</translation>
    </message>
    <message>
        <source>The container of volume {target} of {vm} is too small on {pm}: the snapshot may need {needed}, and {free} of {capacity} are left.</source>
        <translation>{pm} 上の {vm} のボリューム {target} のボリューム コンテナが小さすぎます: スナップショットには最大 {needed} が必要ですが、{capacity} 中 {free} しか残っていません。</translation>
    </message>
    <message>
        <source>Delete snapshots of {vm} that are no longer needed, or expand the container on both PMs with “twinpointctl container expand {vm} {target}”.</source>
        <translation>{vm} の不要なスナップショットを削除するか、「twinpointctl container expand {vm} {target}」で両方の PM のコンテナを拡張してください。</translation>
    </message>
    <message>
        <source>{pm} has too little disk space in {path}: the snapshot may need {needed}, and {free} are left.</source>
        <translation>{pm} の {path} のディスク容量が不足しています: スナップショットには最大 {needed} が必要ですが、{free} しか残っていません。</translation>
    </message>
    <message>
        <source>Free disk space on {pm} or enlarge the file system that holds {path}, then try again.</source>
        <translation>{pm} のディスク容量を空けるか、{path} のあるファイル システムを拡張してから、再試行してください。</translation>
    </message>
    <message>
        <source>Snapshots are disabled for this system (by {by}, since {since}).</source>
        <translation>このシステムではスナップショットが無効です ({by} が {since} に無効化)。</translation>
    </message>
    <message>
        <source>Snapshots are disabled for this system.</source>
        <translation>このシステムではスナップショットが無効です。</translation>
    </message>
    <message>
        <source>Choose System &gt; Enable Snapshots, or run “twinpointctl snapshots enable”. Existing snapshots stay usable all the while.</source>
        <translation>[システム] &gt; [スナップショットを有効にする] を選択するか、「twinpointctl snapshots enable」を実行してください。既存のスナップショットは引き続き使用できます。</translation>
    </message>
    <message>
        <source>{vm} is busy: {activity} (by {owner}, since {since}).</source>
        <translation>{vm} は処理中です: {activity} ({owner} が {since} に開始)。</translation>
    </message>
    <message>
        <source>Wait until it is done, or cancel it in the progress panel. Then try again.</source>
        <translation>完了を待つか、[進行状況] パネルでキャンセルしてから、再試行してください。</translation>
    </message>
    <message>
        <source>libvirt is already running a job on {vm} that is not Twinpoint&apos;s, such as another tool&apos;s backup or a migration.</source>
        <translation>libvirt が {vm} に対して、ほかのツールのバックアップや移行など、Twinpoint 以外のジョブを実行しています。</translation>
    </message>
    <message>
        <source>Wait until that job is done, or end it with the tool that started it (virsh domjobinfo {vm} shows it).</source>
        <translation>そのジョブの完了を待つか、ジョブを開始したツールで終了してください (virsh domjobinfo {vm} で確認できます)。</translation>
    </message>
    <message>
        <source>Application consistency is required, and no guest agent answers in {vm}.</source>
        <translation>アプリケーション整合性が必須に指定されていますが、{vm} のゲスト エージェントが応答しません。</translation>
    </message>
    <message>
        <source>Start qemu-guest-agent in the guest, or untick “Refuse if it can&apos;t be application-consistent” to take a crash-consistent snapshot.</source>
        <translation>ゲスト内で qemu-guest-agent を起動するか、[アプリケーション整合性を確保できない場合は拒否する] のチェックを外して、クラッシュ整合性のスナップショットを作成してください。</translation>
    </message>
    <message>
        <source>The file systems of {vm} are already frozen by something else.</source>
        <translation>{vm} のファイル システムは、ほかのものによってすでにフリーズされています。</translation>
    </message>
    <message>
        <source>Wait until the other backup tool is done. If none is running, thaw the guest with virsh domfsthaw {vm}.</source>
        <translation>ほかのバックアップ ツールの完了を待ってください。実行中のツールがない場合は、virsh domfsthaw {vm} でゲストのフリーズを解除してください。</translation>
    </message>
    <message>
        <source>{vm} has libvirt snapshots that are not Twinpoint&apos;s ({names}); the two kinds cannot be mixed.</source>
        <translation>{vm} には Twinpoint 以外の libvirt スナップショットがあります ({names})。2 種類のスナップショットは併用できません。</translation>
    </message>
    <message>
        <source>Delete them with the tool that made them (virsh snapshot-list {vm} shows them). Twinpoint never touches them.</source>
        <translation>作成したツールで削除してください (virsh snapshot-list {vm} で表示できます)。Twinpoint がこれらを操作することはありません。</translation>
    </message>
    <message>
        <source>{vm} does not run; only a running VM can be compared with its newest snapshot.</source>
        <translation>{vm} は実行中ではありません。最新のスナップショットと比較できるのは、実行中の仮想マシンだけです。</translation>
    </message>
    <message>
        <source>Start {vm}, then try again.</source>
        <translation>{vm} を起動してから、もう一度実行してください。</translation>
    </message>
    <message>
        <source>There is nothing to compare {vm} with: no snapshot of it has a sound checkpoint.</source>
        <translation>{vm} の比較対象がありません: 正常なチェックポイントのあるスナップショットがありません。</translation>
    </message>
    <message>
        <source>Take a snapshot of {vm} while it runs, then try again.</source>
        <translation>{vm} の実行中にスナップショットを作成してから、再試行してください。</translation>
    </message>
    <message>
        <source>{what} cannot be kept: it is empty, longer than {limit} characters, or has control characters in it.</source>
        <translation>{what}を保存できません: 空であるか、{limit} 文字を超えているか、制御文字が含まれています。</translation>
    </message>
    <message>
        <source>Shorten it, or type it anew without line breaks and tabs.</source>
        <translation>短くするか、改行やタブを含めずに入力し直してください。</translation>
    </message>
    <message>
        <source>The snapshot name</source>
        <translation>スナップショット名</translation>
    </message>
    <message>
        <source>The description</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>the PM</source>
        <translation>PM</translation>
    </message>
    <message>
        <source>the VM</source>
        <translation>仮想マシン</translation>
    </message>
</context>
<context>
    <name>SnapshotDialog</name>
    <message>
        <source>Snapshot Virtual Machine: {vm}</source>
        <translation>仮想マシンのスナップショット: {vm}</translation>
    </message>
    <message>
        <source>Refuse if it can&apos;t be application-consistent</source>
        <translation>アプリケーション整合性を確保できない場合は拒否する</translation>
    </message>
    <message>
        <source>Hold the freeze until replicated (at most 8 s)</source>
        <translation>レプリケートが完了するまでフリーズを保持する (最大 8 秒)</translation>
    </message>
    <message>
        <source>Create Snapshot</source>
        <translation>スナップショットを作成</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Snapshot Name</source>
        <translation>スナップショット名</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>省略可能</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>詳細設定</translation>
    </message>
    <message>
        <source>The guest writes nothing until both PMs hold the snapshot. After 8 seconds it is thawed in any case, and replication goes on.</source>
        <translation>両方の PM にスナップショットが保存されるまで、ゲストは書き込みを行いません。8 秒を過ぎると必ずフリーズが解除され、レプリケーションは続行されます。</translation>
    </message>
    <message>
        <source>Consistency</source>
        <translation>整合性</translation>
    </message>
    <message>
        <source>Volumes to Capture</source>
        <translation>キャプチャするボリューム</translation>
    </message>
    <message>
        <source>The size could not be estimated. {cause}</source>
        <translation>サイズを見積もることができませんでした。{cause}</translation>
    </message>
</context>
<context>
    <name>SnapshotTableModel</name>
    <message>
        <source>Waiting for the other PM</source>
        <translation>もう一方の PM を待機中</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two names</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>VM</source>
        <translation>仮想マシン</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>作成</translation>
    </message>
    <message>
        <source>Consistency</source>
        <translation>整合性</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Kept On</source>
        <translation>保存先</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
</context>
<context>
    <name>SnapshotsPage</name>
    <message>
        <source>Problem</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>対処方法</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>説明</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>作成</translation>
    </message>
    <message>
        <source>Consistency</source>
        <translation>整合性</translation>
    </message>
    <message>
        <source>{count} ms</source>
        <translation>{count} ミリ秒</translation>
    </message>
    <message>
        <source>Guest frozen for</source>
        <translation>ゲストのフリーズ時間</translation>
    </message>
    <message>
        <source>On {pm}</source>
        <translation>{pm} 上</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>ボリューム</translation>
    </message>
    <message>
        <source>Follows</source>
        <translation>直前のスナップショット</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>ステップ</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>{time}, by {name}</source>
        <translation>{time} ({name})</translation>
    </message>
    <message>
        <source>{target}: {size} of {capacity} ({method})</source>
        <translation>{target}: {capacity} 中 {size} ({method})</translation>
    </message>
    <message>
        <source>nothing: the first of its VM</source>
        <translation>なし (この仮想マシンの最初のスナップショット)</translation>
    </message>
    <message>
        <source>{name} of {time}</source>
        <translation>{name} ({time})</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two steps</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>{step} {seconds} s</source>
        <translation>{step} {seconds} 秒</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>Search snapshots</source>
        <translation>スナップショットを検索</translation>
    </message>
    <message>
        <source>Nothing matches the search</source>
        <translation>検索に一致するものはありません</translation>
    </message>
    <message>
        <source>No snapshots yet</source>
        <translation>スナップショットはまだありません</translation>
    </message>
    <message>
        <source>Select a VM on the Virtual Machines page and press Snapshot. The snapshot shows here as soon as it is announced to both PMs.</source>
        <translation>[仮想マシン] ページで仮想マシンを選択し、[スナップショット] を押してください。両方の PM に通知されると、スナップショットがここに表示されます。</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>No snapshot in progress</source>
        <translation>実行中のスナップショットはありません</translation>
    </message>
    <message>
        <source>{run}   and {count} more</source>
        <translation>{run}   ほか {count} 件</translation>
    </message>
    <message>
        <source>Cancel the run shown</source>
        <translation>表示中の実行をキャンセル</translation>
    </message>
    <message>
        <source>Cancel this run; nothing is left behind</source>
        <translation>この実行をキャンセルします (データは残りません)</translation>
    </message>
    <message>
        <source>{pm} {state}</source>
        <comment>PM and its state</comment>
        <translation>{pm} {state}</translation>
    </message>
    <message>
        <source>When this was last read from the PMs</source>
        <translation>PM から最後に取得した時刻</translation>
    </message>
</context>
<context>
    <name>SystemTree</name>
    <message>
        <source>Systems, machines and snapshots</source>
        <translation>システム、マシン、スナップショット</translation>
    </message>
</context>
<context>
    <name>VirtualMachinesPage</name>
    <message>
        <source>Virtual Machines</source>
        <translation>仮想マシン</translation>
    </message>
    <message>
        <source>Search VMs</source>
        <translation>仮想マシンを検索</translation>
    </message>
    <message>
        <source>Nothing matches the search</source>
        <translation>検索に一致するものはありません</translation>
    </message>
    <message>
        <source>No virtual machines yet</source>
        <translation>仮想マシンはまだありません</translation>
    </message>
    <message>
        <source>Neither PM has a VM. VMs that are defined in libvirt on one of them show up here by themselves.</source>
        <translation>どちらの PM にも仮想マシンがありません。いずれかの PM の libvirt で定義された仮想マシンは、自動的にここに表示されます。</translation>
    </message>
</context>
<context>
    <name>VmPanel</name>
    <message>
        <source>No VM is selected</source>
        <translation>仮想マシンが選択されていません</translation>
    </message>
    <message>
        <source>Select a VM to take a snapshot of it.</source>
        <translation>スナップショットを作成する仮想マシンを選択してください。</translation>
    </message>
    <message>
        <source>{state} on {pm}</source>
        <translation>{pm} で{state}</translation>
    </message>
    <message>
        <source>Take a snapshot of this VM now</source>
        <translation>この仮想マシンのスナップショットを今すぐ作成します</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Primary PM</source>
        <translation>プライマリ PM</translation>
    </message>
    <message>
        <source>Secondary PM</source>
        <translation>セカンダリ PM</translation>
    </message>
    <message>
        <source>Last protected</source>
        <translation>最終保護</translation>
    </message>
    <message>
        <source>A snapshot now would be</source>
        <translation>今作成した場合の整合性</translation>
    </message>
    <message>
        <source>Guest agent</source>
        <translation>ゲスト エージェント</translation>
    </message>
    <message>
        <source>Processors and memory</source>
        <translation>プロセッサとメモリ</translation>
    </message>
    <message>
        <source>{count} vCPU, {memory}</source>
        <translation>{count} vCPU、{memory}</translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation>ファームウェア</translation>
    </message>
    <message>
        <source>UUID</source>
        <translation>UUID</translation>
    </message>
    <message>
        <source>Seen before the PM went out of reach; it may have changed since.</source>
        <translation>PM が応答しなくなる前の情報です。その後変更されている可能性があります。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>注意</translation>
    </message>
    <message>
        <source>No snapshot is normal on both PMs yet</source>
        <translation>両方の PM で正常なスナップショットはまだありません</translation>
    </message>
    <message>
        <source>{ago} ({time})</source>
        <translation>{ago} ({time})</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>ボリューム</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>Volumes of the VM</source>
        <translation>仮想マシンのボリューム</translation>
    </message>
    <message>
        <source>Snapshots of the VM</source>
        <translation>仮想マシンのスナップショット一覧</translation>
    </message>
    <message>
        <source>No snapshot of this VM yet</source>
        <translation>この仮想マシンのスナップショットはまだありません</translation>
    </message>
    <message>
        <source>Views of the VM</source>
        <translation>仮想マシンの表示</translation>
    </message>
</context>
<context>
    <name>VmTableModel</name>
    <message>
        <source>– (UEFI)</source>
        <translation>– (UEFI)</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>not yet</source>
        <comment>no snapshot of this VM is normal on both PMs</comment>
        <translation>未保護</translation>
    </message>
    <message>
        <source>Guest agent: {state}</source>
        <translation>ゲスト エージェント: {state}</translation>
    </message>
    <message>
        <source>Seen before the PM went out of reach</source>
        <translation>PM が応答しなくなる前の情報です</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Primary</source>
        <translation>プライマリ</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>保護</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>エージェント</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>ボリューム</translation>
    </message>
</context>
<context>
    <name>VmTree</name>
    <message>
        <source>Physical Machines</source>
        <translation>物理マシン</translation>
    </message>
    <message>
        <source>Virtual Machines</source>
        <translation>仮想マシン</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>スナップショット</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>アラート</translation>
    </message>
    <message>
        <source>boot</source>
        <translation>ブート</translation>
    </message>
</context>
<context>
    <name>VolumeChoice</name>
    <message>
        <source>Volume</source>
        <translation>ボリューム</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>変更量</translation>
    </message>
    <message>
        <source>Container Afterwards</source>
        <translation>作成後のコンテナ</translation>
    </message>
    <message>
        <source>estimating …</source>
        <translation>見積もり中…</translation>
    </message>
    <message>
        <source>≈ {size}</source>
        <comment>estimated size</comment>
        <translation>約 {size}</translation>
    </message>
    <message>
        <source>Cannot be captured: {reason}.</source>
        <translation>キャプチャできません: {reason}。</translation>
    </message>
    <message>
        <source>{target}   boot volume (required)</source>
        <translation>{target}   ブート ボリューム (必須)</translation>
    </message>
    <message>
        <source>Container of {target}: {now} now, {after} afterwards</source>
        <translation>{target} のコンテナ: 現在 {now}、作成後 {after}</translation>
    </message>
</context>
<context>
    <name>VolumeTableModel</name>
    <message>
        <source>{target} (boot volume)</source>
        <translation>{target} (ブート ボリューム)</translation>
    </message>
    <message>
        <source>yes</source>
        <comment>can be captured</comment>
        <translation>可</translation>
    </message>
    <message>
        <source>no: {reason}</source>
        <comment>cannot be captured</comment>
        <translation>不可: {reason}</translation>
    </message>
    <message>
        <source>{used} of {capacity}</source>
        <translation>{capacity} 中 {used}</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>ボリューム</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Volume Container</source>
        <translation>ボリューム コンテナ</translation>
    </message>
    <message>
        <source>Can Be Captured</source>
        <translation>キャプチャ</translation>
    </message>
    <message>
        <source>File or Device</source>
        <translation>ファイルまたはデバイス</translation>
    </message>
</context>
<context>
    <name>WindowJobs</name>
    <message>
        <source>The settings cannot be read</source>
        <translation>設定を読み取れません</translation>
    </message>
    <message>
        <source>Mend or remove the file, then choose System &gt; Refresh.</source>
        <translation>ファイルを修正または削除してから、[システム] &gt; [更新] を選択してください。</translation>
    </message>
    <message>
        <source>Welcome to Twinpoint</source>
        <translation>Twinpoint へようこそ</translation>
    </message>
    <message>
        <source>No system is set up yet. A system is a pair of KVM hosts that you reach by SSH. Add one with the command below, then choose System &gt; Refresh.</source>
        <translation>システムがまだ設定されていません。システムとは、SSH で接続できる 2 台の KVM ホストの組です。次のコマンドで追加してから、[システム] &gt; [更新] を選択してください。</translation>
    </message>
    <message>
        <source>Connecting to {systems}</source>
        <translation>{systems} に接続中</translation>
    </message>
    <message>
        <source>The first look at both PMs takes a few seconds.</source>
        <translation>両方の PM の最初の確認には数秒かかります。</translation>
    </message>
    <message>
        <source>this console</source>
        <translation>このコンソール</translation>
    </message>
    <message>
        <source>Twinpoint</source>
        <translation>Twinpoint</translation>
    </message>
</context>
<context>
    <name>_RunFollower</name>
    <message>
        <source>No Snapshot of {vm}</source>
        <translation>{vm} のスナップショットは作成されませんでした</translation>
    </message>
</context>
</TS>
